"""Assessments: items, cases, exams, attempts, answers, marks and results."""
