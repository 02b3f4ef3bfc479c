"""Item statistics: the figures against published examples, runs on both engines, pages by role."""
