"""The demonstration: two fictional federations with organisations, people and one sign-in per role, for settings.demo only.

Everything is made up by rule and alike on every machine, and goes through the same services as real data.
"""
