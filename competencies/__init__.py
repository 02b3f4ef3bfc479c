"""Competencies: the framework of the profession: competencies, levels and what each office requires."""
