"""Qualifications: what is required, the evidence, awards, and a person's own record."""
