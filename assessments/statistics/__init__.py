"""How the items of an exam edition work: figures computed by the worker, stored as they were found, read by pages and reports.

`figures`, `reliability`, `versions` and `flags` are pure and take arrays; only the worker imports them, NumPy and SciPy do not belong into
a web process. What rests on too few answers is not computed: there is no figure instead of a wrong one.
"""
