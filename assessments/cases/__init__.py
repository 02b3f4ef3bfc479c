"""Cases: a dispute walked through in stages. `format` is the file, `read` brings it in, `check` holds it together,
`public` is what a learner may see of it at a stage.
"""
