"""Unions: organisations, dated affiliations on two axes and their closure."""
