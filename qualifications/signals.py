"""News of qualifications for the packages above (docs/wires.md); receivers work in the same transaction."""

from blinker import Namespace

_news = Namespace()

award_made = _news.signal("award-made")
"""A person was awarded a qualification. Sent as `send(session, award=Award, now=datetime)`."""
