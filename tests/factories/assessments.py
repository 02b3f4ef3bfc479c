"""Makes small synthetic items, exams, cases and attempts, so that no test depends on `curricula/`; keywords override."""

import itertools
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from assessments.items import public_content, read_item
from assessments.models import (
    Attempt,
    Case,
    CaseEdition,
    CaseEditionItem,
    CaseKey,
    Exam,
    ExamEdition,
    ExamKind,
    ExamPoolItem,
    Item,
    ItemEdition,
    ItemKey,
)
from assessments.services import start_attempt
from core.content.canonical import content_hash
from people.models import Account, Person
from people.sessions import open_session

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def make_learner(session: Session, name: str = "Айгерим") -> Person:
    """A person with an account, in no organisation."""
    n = next(_numbers)
    person = Person(
        ref=uuid.uuid4().hex,
        given_name=name,
        family_name=f"Сатпаева{n}",
        search_key=f"{name}{n}".casefold(),
        created_at=NOW,
    )
    session.add(person)
    session.flush()
    session.add(Account(person_id=person.id, email_key=f"person{n}-{person.ref[:6]}@example.org", password_hash="-",
                        password_changed_at=NOW, created_at=NOW))  # fmt: skip
    session.flush()
    return person


def sign_in(session: Session, client: FlaskClient, person: Person, *, now: datetime | None = None) -> FlaskClient:
    """Let the client act as the person."""
    account = session.query(Account).filter_by(person_id=person.id).one()
    token = open_session(session, account, staff=False, device="test", network="", now=now or datetime.now(UTC))
    session.commit()
    client.set_cookie("sid", token)
    return client


def single(n: int = 1, competency: str = "law-sources", **given: Any) -> dict[str, Any]:
    """An item with one right option `b`; its key and feedback carry the words KEYWORD and FEEDBACK."""
    return {
        "id": f"q{n}", "type": "single", "difficulty": 2, "competencies": [competency], "norms": [], "basis": "norm-based",
        "points": "2", "prompt": {"ru": f"Вопрос номер {n}?", "kk": f"{n}-сұрақ?"},
        "options": [
            {"id": "a", "text": {"ru": f"Первый {n}", "kk": f"Бірінші {n}"}, "mistake": {"ru": f"MISTAKE-{n}", "kk": "Қате"},
             "feedback": {"ru": f"FEEDBACK-A-{n}", "kk": f"FEEDBACK-KK-A-{n}"}},
            {"id": "b", "text": {"ru": f"Второй {n}", "kk": f"Екінші {n}"}, "right": True,
             "feedback": {"ru": f"FEEDBACK-B-{n}", "kk": f"FEEDBACK-KK-B-{n}"}},
        ],
    } | given  # fmt: skip


def essay(n: int = 1, competency: str = "claim-drafting") -> dict[str, Any]:
    """A written position with one field, marked by a person."""
    return {
        "id": f"e{n}", "type": "essay", "difficulty": 3, "competencies": {competency: "4"}, "points": "4",
        "prompt": "Напишите позицию.", "fields": [{"id": "text", "label": "Позиция", "min": 0, "max": 2000}],
        "rubric": {
            "edition": 1, "points_by_level": ["0", "1", "3", "4"],
            "criteria": [{"id": "k1", "title": "Норма названа", "competency": competency, "points": "4",
                          "levels": ["LEVEL-0", "LEVEL-1", "LEVEL-2", "LEVEL-3"]}],
        },
        "model_answer": {"text": "MODEL-ANSWER"},
    }  # fmt: skip


def make_item(session: Session, content: dict[str, Any], slug: str = "", **given: Any) -> ItemEdition:
    """A published item; `item_id` and `number` make it another edition of a known one."""
    n = next(_numbers)
    if "item_id" not in given:
        row = Item(slug=slug or f"item-{n}")
        session.add(row)
        session.flush()
        given["item_id"] = row.id
    item = read_item(content)
    edition = ItemEdition(
        **{"number": 1, **given}, hash=content_hash({**content, "n": n, "ref": uuid.uuid4().hex}), type=item.type,
        difficulty=item.difficulty or 2, points=item.max_points, competencies=list(item.competencies),
        languages=list(public_content(item)), public=public_content(item), published_at=NOW,
    )  # fmt: skip
    session.add(edition)
    session.flush()
    session.add(ItemKey(item_edition_id=edition.id, content=content))
    session.flush()
    return edition


def make_exam(session: Session, items: list[dict[str, Any]] | None = None, **given: Any) -> ExamEdition:
    """An exam of all its items; `blueprint`, `feedback`, `floors`, `shuffle`, `wait_hours` and `more` go into its content."""
    items = items if items is not None else [single(n) for n in range(1, 4)]
    n = next(_numbers)
    exam = Exam(slug=given.pop("slug", f"practice-{n}"))
    session.add(exam)
    session.flush()
    content = {
        "blueprint": given.pop("blueprint", [{"count": len(items)}]), "feedback": given.pop("feedback", "after-submit"),
        "shuffle": given.pop("shuffle", False), "wait_hours": given.pop("wait_hours", 0),
        "pass_line": {"total": given.get("pass_percent", 60), "floors": given.pop("floors", {})},
    } | given.pop("more", {})  # fmt: skip
    values = {
        "kind": ExamKind.EXAM, "title_ru": "Экзамен модуля", "title_kk": "Модуль емтиханы", "limit_minutes": 60,
        "attempts_allowed": 2, "pass_percent": 60,
    } | given  # fmt: skip
    edition = ExamEdition(
        exam_id=exam.id, number=1, hash=content_hash({"n": n}), content=content, published_at=NOW, **values
    )
    session.add(edition)
    session.flush()
    for item in items:
        session.add(ExamPoolItem(exam_edition_id=edition.id, item_edition_id=make_item(session, item).id))
    session.flush()
    return edition


def make_attempt(
    session: Session, edition: ExamEdition | CaseEdition, person: Person | None = None, **given: Any
) -> Attempt:
    """An open attempt, begun now."""
    person = person or make_learner(session)
    values: dict[str, Any] = {"language": "ru", "now": datetime.now(UTC)} | given
    return start_attempt(session, edition, person_id=person.id, **values)


def case_content() -> dict[str, Any]:
    """The public part and the key of a case of two stages."""
    stage = lambda n, title: {  # noqa: E731
        "id": f"s{n}", "number": n, "title": {"ru": title, "kk": f"{n}-кезең"}, "prompt": {"ru": f"PROMPT-{n}"}, "points": "6", "items": [],
    }  # fmt: skip
    paragraphs: list[dict[str, Any]] = [
        {"n": 1, "text": {"ru": "Первый пункт."}},
        {"n": 2, "text": {"ru": "Второй пункт."}},
    ]
    document = lambda n, opens: {  # noqa: E731
        "id": f"d{n}", "title": {"ru": f"Документ {n}", "kk": f"{n}-құжат"}, "kind": "order", "date": "2026-06-08", "opens": opens,
        "from": {"ru": "директор"}, "paragraphs": [{**each, "text": {"ru": f"{each['text']['ru']} DOC-{n}"}} for each in paragraphs],
    }  # fmt: skip
    return {
        "id": "case-1", "slug": "case-1", "title": {"ru": "Дело о приказе", "kk": "Бұйрық туралы іс"}, "law_as_of": "2026-06-08",
        "fictional": True, "fictional_note": {"ru": "Всё вымышлено."}, "role": {"id": "chair", "ru": "Вы — председатель профкома."},
        "basis": "norm-based", "facts": {"told_by": {"ru": "Работница"}, "told_at": "2026-06-10", "warning": {"ru": "Со слов."},
                                         "statements": [{"id": "f1", "text": {"ru": "Я не виновата."}}]},
        "dossier": [document(1, 1), document(2, 2)],
        "timeline": {
            "events": [{"id": "ev1", "date": "2026-06-08", "title": {"ru": "Приказ издан"}, "doc": "d1", "opens": 1},
                       {"id": "ev2", "date": "2026-06-20", "title": {"ru": "EVENT-LATER"}, "opens": 2}],
            "periods": [{"id": "p1", "title": {"ru": "Обратиться в комиссию"}, "from": "ev1", "length": 1, "unit": "month",
                         "ends": "2026-07-08", "reveal": 2}],
        },
        "stages": [stage(1, "Норма"), stage(2, "Позиция")], "kk": {"role": "Сіз төрағасыз.", "stages": {"s1": "KK-PROMPT-1", "s2": "KK-PROMPT-2"}},
        "total": "8", "pass_total": "5",
    }  # fmt: skip


def court_of_case() -> dict[str, Any]:
    """The key of the case that `make_case` makes."""
    point = lambda n, items: {  # noqa: E731
        "n": n, "title": {"ru": f"Пункт {n}"}, "court": {"ru": f"COURT-{n}"}, "standing": "training", "standing_note": "Учебный вывод.",
        "norms": ["tk-13"] if n == 2 else [], "docs": ["d1.1"], "items": items, "why": {"ru": f"WHY-{n}"},
    }  # fmt: skip
    return {
        "court": {
            "kind": "reconstruction", "label": {"ru": "Учебная реконструкция"},
            "outcome": {"verdict": "granted", "ru": "Иск удовлетворён", "kk": "Талап қанағаттандырылды", "text": {"ru": "OUTCOME-TEXT"}},
            "honesty": {"ru": "HONESTY"}, "match": {"matched": "0.75", "partial": "0.4"},
            "points": [point(1, ["q1"]), point(2, ["q2"]), point(3, ["e1"])],
            "would_have_lost": [{"text": {"ru": "LOST-1"}, "items": ["q1"]}], "law_then_now": [],
        },
        "scoring": {
            "total": "8", "stages": {"s1": "4", "s2": "4"}, "pass": {"total": "5", "floors": {}},
            "norm_and_conclusion": {
                "pairs": [{"norm": "q1", "conclusion": "q2"}], "strong_from": "0.6",
                "messages": {"both": {"ru": "PAIR-BOTH"}, "norm_only": {"ru": "PAIR-NORM"}, "conclusion_only": {"ru": "PAIR-CONCLUSION"},
                             "neither": {"ru": "PAIR-NEITHER"}},
            },
            "bands": [{"from": "0", "ru": "Начало", "kk": "Бастау"}, {"from": "60", "ru": "Уверенно", "kk": "Сенімді"}],
        },
        "kk": {"court": {"outcome": "KK-OUTCOME", "points": {"1": "KK-COURT-1"}}},
        "provenance": {"from_source": ["SOURCE-1"], "added_for_training": ["ADDED-1"], "unknown": ["UNKNOWN-1"]},
        "sources": ["https://adilet.zan.kz/rus/docs/K1500000414"], "law_note": "LAW-NOTE", "norms": [], "basis": "norm-based",
    }  # fmt: skip


def make_case(session: Session, **given: Any) -> CaseEdition:
    """A case of two stages: two single items in the first, an essay in the second."""
    n = next(_numbers)
    case = Case(slug=given.pop("slug", f"dispute-{n}"))
    session.add(case)
    session.flush()
    values = {
        "title_ru": "Дело о приказе", "title_kk": "Бұйрық туралы іс", "law_as_of": date(2026, 6, 8), "difficulty": 3,
        "planned_minutes": 30, "points": Decimal(8), "stage_count": 2, "public": case_content(),
    } | given  # fmt: skip
    edition = CaseEdition(case_id=case.id, number=1, hash=content_hash({"case": n}), published_at=NOW, **values)
    session.add(edition)
    session.flush()
    session.add(CaseKey(case_edition_id=edition.id, content=court_of_case()))
    places = [
        (single(1, competencies={"law-sources": "2"}), 1, 1),
        (single(2, competencies={"deadlines": "2"}), 1, 2),
        (essay(1), 2, 1),
    ]
    for content, stage_no, position in places:
        item = make_item(session, content, f"dispute-{n}/{content['id']}")
        session.add(
            CaseEditionItem(case_edition_id=edition.id, item_edition_id=item.id, stage_no=stage_no, position=position)
        )
    session.flush()
    return edition
