"""Measurements that anyone can run: `make bench`, or `python -m bench NAME`. Figures are printed and kept in var/bench/."""
