"""Saving one answer, on disk before the reply, against the floor."""

import json
import uuid
from itertools import count

from bench.compare import Kind, compare
from bench.load import Request
from bench.pair import Pair, paired

LIMIT = 1.4
REQUESTS = {1: 150, 8: 200, 32: 256}
ROUNDS = 5


def main() -> None:
    """The same answers to the same questions, each a new row."""
    with paired() as pair:
        compare("saving", pair, [kind(pair)], limit=LIMIT, requests=REQUESTS, rounds=ROUNDS)


def kind(pair: Pair) -> Kind:
    """`PUT` of an answer; each request has its own key and a seq above all stored ones."""
    ours, floors = count(1), count(1_000_001)

    def body(seq: int, value: object) -> bytes:
        return json.dumps({"seq": seq, "key": uuid.uuid4().hex, "value": value}).encode()

    def request(path: str, headers: dict[str, str], seq: int) -> Request:
        return "PUT", path, body(seq, pair.place.answer), {**headers, "Content-Type": "application/json"}

    mine = {**pair.visitor.headers, "X-CSRFToken": pair.visitor.token}
    question, other = pair.place.single, pair.place.spare
    return Kind(
        "save an answer",
        lambda n: request(f"/attempts/{pair.place.attempt}/answers/{question}", mine, next(ours)),
        lambda n: request(f"/exam/{pair.place.attempt}/{other}", pair.floor_headers, next(floors)),
    )
