"""Reads of courses: one page each, returning frozen values."""
