"""Marking by people and appeals: who may mark which script, what they gave, how two marks become one, how a decision is reviewed.

The journey stands in docs/marking.md.
"""
