"""News that goes upwards: which signal of a lower package wakes which function of a higher one (docs/wires.md)."""


def connect() -> None:
    """Connect every signal to its receivers; called once when the application is made."""
