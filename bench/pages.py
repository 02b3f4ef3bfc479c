"""The pages that learners open most, against the floor: CPU of all server processes per request, and p95 at 1, 8 and 32 at once.

The draw is by chance, so the page of an exam is measured with one question of each type that was drawn.
"""

from bench.compare import Kind, compare
from bench.pair import Pair, paired

LIMIT = 1.5
REQUESTS = {1: 80, 8: 120, 32: 160}
ROUNDS = 5


def main() -> None:
    """Measure each page in turn on both servers, interleaved."""
    with paired() as pair:
        compare("pages", pair, kinds(pair), limit=LIMIT, requests=REQUESTS, rounds=ROUNDS)


def kinds(pair: Pair) -> list[Kind]:
    """The same page on both servers."""
    place = pair.place

    def get(name: str, ours: str, floors: str) -> Kind:
        return Kind(
            name,
            lambda n: ("GET", ours, None, pair.visitor.headers),
            lambda n: ("GET", floors, None, pair.floor_headers),
        )

    return [
        get("learn", "/learn", "/learn"),
        get("programme", f"/programmes/{place.programme}", f"/programme/{place.programme}"),
        get("lesson", f"/learn/{place.programme}/{place.lesson}", f"/lesson/{place.lesson}"),
        *(
            get(f"exam, {name}", f"/attempts/{place.attempt}/{n}", f"/exam/{place.attempt}/{n}")
            for name, n in place.types.items()
        ),
    ]
