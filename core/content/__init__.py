"""Reading content files strictly.

A content file is somebody's careful work, so a refusal must point at the place: file, line, what is wrong and
what would be right. YAML comes in through `yaml_file`, shapes are held by `shapes`, and `canonical` gives every
piece of content one form of bytes and one hash. Loader-only is `yaml_file`; the rest is light.
"""
