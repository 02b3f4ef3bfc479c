"""What a reader asks of the register: words, act, topic, state, page. Anything unknown is as if it had not been asked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from core.addresses import page_of, words_of


class State(StrEnum):
    """Which norms are shown."""

    ANY = ""
    UNREAD = "unread"
    CAUTION = "caution"
    CHANGED = "changed"
    REPEALED = "repealed"
    TAUGHT = "taught"


@dataclass(frozen=True)
class Wanted:
    """One question to the register."""

    q: str = ""
    act: str = ""
    topic: str = ""
    state: State = State.ANY
    page: int = 1

    def address(self, path: str, page: int = 1) -> str:
        """The address of a page of the answer."""
        asked = {"q": self.q, "act": self.act, "topic": self.topic, "state": self.state.value}
        query = {name: value for name, value in asked.items() if value} | ({"page": str(page)} if page > 1 else {})
        return f"{path}?{urlencode(query)}" if query else path

    @property
    def narrowed(self) -> bool:
        """Whether anything but all norms was asked for."""
        return bool(self.q or self.act or self.topic or self.state)


def wanted(asked: Mapping[str, str], topics: Collection[str]) -> Wanted:
    """The question of an address."""
    state = asked.get("state", "")
    topic = asked.get("topic", "")
    return Wanted(
        q=words_of(asked),
        act=asked.get("act", "")[:40],
        topic=topic if topic in topics else "",
        state=State(state) if state in {each.value for each in State} else State.ANY,
        page=page_of(asked),
    )
