"""News of courses for the packages above (docs/wires.md); receivers work in the same transaction."""

from blinker import Namespace

_news = Namespace()

programme_published = _news.signal("programme-published")
"""A programme has a new edition. `send(session, edition=ProgrammeEdition, slug=str, content=dict, now=datetime)`;
`content` is `programme.yaml` as JSON."""

module_completed = _news.signal("module-completed")
"""The last required unit of a module is done. `send(session, enrolment=Enrolment, module_slug=str, now=datetime)`."""

programme_completed = _news.signal("programme-completed")
"""Every ready module of the pinned edition is done, and none is being prepared.
`send(session, enrolment=Enrolment, now=datetime)`."""
