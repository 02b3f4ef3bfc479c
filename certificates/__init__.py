"""Certificates: issue, number, file and public verification of certificates."""
