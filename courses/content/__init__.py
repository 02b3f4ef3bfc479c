"""The content folder: lessons, modules, programmes, exams, and the checks that hold them together.

Loader-only: Markdown, the sanitiser and YAML are imported here and nowhere in the web process.
"""
