"""News of assessments for the packages above (docs/wires.md); receivers work in the same transaction."""

from blinker import Namespace

_news = Namespace()

attempt_marked = _news.signal("attempt-marked")
"""An attempt has a new result. Sent as `send(session, attempt=Attempt, result=Result, now=datetime)`."""
