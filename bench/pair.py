"""The application and the floor side by side on one database, a learner in the middle of a course and of an exam."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import create_engine, text

from bench.load import send
from bench.servers import Server, serving
from bench.world import LEARNER, Visitor, make_world

PROGRAMME = "hr-and-law"
EXAM = "w1-module-exam"


@dataclass(frozen=True)
class Place:
    """Where the learner is: names for addresses on both servers."""

    programme: str
    lesson: str
    attempt: str
    types: dict[str, int]
    """Type of question → the first place in the exam where one of it stands."""
    single: int
    """A question with one choice or a day, answered again and again."""
    spare: int
    """Another question, answered on the floor."""
    answer: object
    """A well-formed answer to `single`."""


@dataclass(frozen=True)
class Pair:
    """Two running servers and who visits them."""

    app: Server
    floor: Server
    visitor: Visitor
    floor_headers: dict[str, str]
    place: Place


@contextmanager
def paired() -> Iterator[Pair]:
    """Make the world, start both servers, bring the learner into the course and the exam."""
    settings = make_world()
    with serving("app", "web:application", settings) as app:
        visitor = Visitor(app.port)
        visitor.sign_in()
        visitor.get(f"/programmes/{PROGRAMME}")
        visitor.post(f"/programmes/{PROGRAMME}/enrolment", {})
        visitor.post("/attempts", {"kind": "exam", "slug": EXAM, "language": "ru"})
        place, person_id = read_place(settings["TIREK_DATABASE_URL"])
        pad = padding(app, visitor, place, settings, person_id)
        with serving("floor", "bench.floor:create_floor()", {**settings, "BENCH_PAD": json.dumps(pad)}) as floor:
            yield Pair(app, floor, visitor, entered(floor, person_id), place)


def entered(floor: Server, person_id: int) -> dict[str, str]:
    """The signed cookie of the person on the floor."""
    guest = Visitor(floor.port)
    guest.get(f"/enter/{person_id}")
    return guest.headers


def read_place(url: str) -> tuple[Place, int]:
    """Names from the database itself, so that no page has to be parsed."""
    with create_engine(url).connect() as connection:
        person = connection.execute(
            text("SELECT person_id FROM accounts WHERE email_key = :key"), {"key": LEARNER}
        ).scalar_one()
        lesson = connection.execute(
            text(
                "SELECT u.slug FROM units u JOIN unit_editions e ON e.unit_id = u.id JOIN unit_texts t ON t.unit_edition_id = e.id "
                "WHERE t.lang = 'ru' ORDER BY t.words DESC LIMIT 1"
            )
        ).scalar_one()
        ref, attempt_id = connection.execute(
            text("SELECT ref, id FROM attempts WHERE person_id = :who AND state = 'open' AND exam_id IS NOT NULL"),
            {"who": person},
        ).one()
        singles = connection.execute(
            text(
                "SELECT a.position, k.content FROM attempt_items a JOIN item_editions e ON e.id = a.item_edition_id "
                "JOIN item_keys k ON k.item_edition_id = e.id WHERE a.attempt_id = :id AND e.type IN ('single', 'date') ORDER BY a.position"
            ),
            {"id": attempt_id},
        ).all()
        places = connection.execute(
            text(
                "SELECT e.type, MIN(a.position) FROM attempt_items a JOIN item_editions e ON e.id = a.item_edition_id "
                "WHERE a.attempt_id = :id GROUP BY e.type ORDER BY e.type"
            ),
            {"id": attempt_id},
        ).all()
    types: dict[str, int] = {row[0]: row[1] for row in places}
    content = json.loads(singles[0].content) if isinstance(singles[0].content, str) else singles[0].content
    answer = content["options"][0]["id"] if "options" in content else "2026-06-01"
    single = singles[0].position
    return Place(PROGRAMME, lesson, ref, types, single, 1 if single != 1 else 2, answer), person


def padding(app: Server, visitor: Visitor, place: Place, settings: dict[str, str], person_id: int) -> dict[str, int]:
    """How many bytes of plain text each page of the floor needs to be as long as ours."""
    pages = {
        "learn": ("/learn", "/learn"),
        "programme": (f"/programmes/{place.programme}", f"/programme/{place.programme}"),
        "lesson": (f"/learn/{place.programme}/{place.lesson}", f"/lesson/{place.lesson}"),
        **{f"exam {n}": (f"/attempts/{place.attempt}/{n}", f"/exam/{place.attempt}/{n}") for n in place.types.values()},
    }
    with serving("floor", "bench.floor:create_floor()", settings) as bare:
        headers = entered(bare, person_id)
        return {
            name: size(app, ours, visitor.headers) - size(bare, floors, headers)
            for name, (ours, floors) in pages.items()
        }


def size(server: Server, path: str, headers: dict[str, str]) -> int:
    """Bytes of a page."""
    return send(server.port, 1, 1, lambda n: ("GET", path, None, headers)).size
