"""Search over what was published: words are reduced to stems here, each engine only finds them (docs/decisions/0011-search.md).

Russian words lose their endings by Snowball, Kazakh ones by the endings listed below, so that «увольнения» finds
«увольнение» and «шарттың» finds «шарт», and SQLite and PostgreSQL answer alike.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer
from sqlalchemy import ColumnElement, Select, bindparam, func, literal_column, select, text
from sqlalchemy.orm import Session

from core.models import SearchEntry

_WORD = re.compile(r"[^\W_]+")
_KAZAKH_LETTER = re.compile(r"[әғқңөұүһі]")
_LONGEST_QUERY = 12
"""Words of a query that are looked at; more only cost time."""
_russian = snowballstemmer.stemmer("russian")
_KAZAKH_PLURALS = ("лар", "дар", "тар")
"""Also of words without a letter of their own, such as «шарттар», which look Russian."""
_KAZAKH_ENDINGS = sorted(
    # One text is easier to read and to complete than a list of 60 quoted words.
    (  # noqa: SIM905
        "лар лер дар дер тар тер ның нің дың дің тың тің ға ге қа ке ны ні ды ді ты ті да де та те нан нен дан ден тан тен "
        "мен бен пен ын ін ына іне ында інде ынан інен ының інің сы сі сын сін сына сіне сында сінде сының сінің "
        "дағы дегі тағы тегі ндағы ндегі ымыз іміз ыңыз іңіз ы і"
    ).split(),
    key=len,
    reverse=True,
)


@dataclass(frozen=True)
class Found:
    """One thing that a search found, best first in its list."""

    kind: str
    ref: str
    lang: str
    title: str
    body: str
    address: str


def stems(words: str) -> str:
    """The stems of a text in its order, separated by spaces."""
    return " ".join(_stem(word) for word in _WORD.findall(words.casefold().replace("ё", "е")))


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    if _KAZAKH_LETTER.search(word):
        return _kazakh(word)
    stem = str(_russian.stemWord(word))
    return stem[:-3] if len(stem) > 6 and stem.endswith(_KAZAKH_PLURALS) else stem


def _kazakh(word: str) -> str:
    """The word without the endings of number, case and person, as long as three letters stay."""
    for _ in range(3):
        ending = next((e for e in _KAZAKH_ENDINGS if word.endswith(e) and len(word) - len(e) >= 3), "")
        if not ending:
            break
        word = word.removesuffix(ending)
    return word


def put(session: Session, kind: str, ref: str, lang: str, title: str, body: str, address: str) -> bool:
    """Make a thing findable, or bring its entry up to date; says whether anything changed."""
    entry = session.scalar(
        select(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.ref == ref, SearchEntry.lang == lang)
    )
    if entry is not None and (entry.title, entry.body, entry.address) == (title, body, address):
        return False
    if entry is None:
        entry = SearchEntry(kind=kind, ref=ref, lang=lang)
        session.add(entry)
    entry.title, entry.body, entry.address = title, body, address
    entry.stems = stems(f"{title} {title} {title} {body}")  # A word of the title weighs three times.
    return True


def find(
    session: Session, query: str, lang: str | None = None, kinds: Sequence[str] = (), limit: int = 30
) -> list[Found]:
    """What holds every word of the query, best first; the last word may be unfinished.

    :param lang: `ru` or `kk`: only entries in this language; None: in any
    :param kinds: only these kinds of things; empty: all
    """
    wanted = stems(query).split()[:_LONGEST_QUERY]
    if not wanted:
        return []
    columns = (SearchEntry.kind, SearchEntry.ref, SearchEntry.lang, SearchEntry.title, SearchEntry.body)
    statement = select(*columns, SearchEntry.address).limit(limit)
    if lang:
        statement = statement.where(SearchEntry.lang == lang)
    if kinds:
        statement = statement.where(SearchEntry.kind.in_(kinds))
    match = _on_sqlite if session.get_bind().dialect.name == "sqlite" else _on_postgresql
    rows = session.execute(*match(statement, wanted))
    return [Found(row.kind, row.ref, row.lang, row.title, row.body, row.address) for row in rows]


def _on_sqlite(
    statement: Select[str, str, str, str, str, str], wanted: list[str]
) -> tuple[Select[str, str, str, str, str, str], dict[str, str]]:
    found = (
        select(literal_column("rowid").label("id"), literal_column("bm25(search_index)").label("rank"))
        .select_from(text("search_index"))
        .where(text("search_index MATCH :wanted"))
        .subquery()
    )
    words = [*(f'"{stem}"' for stem in wanted[:-1]), f'"{wanted[-1]}"*']
    ranked = statement.join(found, found.c.id == SearchEntry.id).order_by(found.c.rank, SearchEntry.id)
    return ranked, {"wanted": " AND ".join(words)}


def _on_postgresql(
    statement: Select[str, str, str, str, str, str], wanted: list[str]
) -> tuple[Select[str, str, str, str, str, str], dict[str, str]]:
    simple: ColumnElement[str] = literal_column("'simple'")
    vector = func.to_tsvector(simple, SearchEntry.stems)
    query = func.to_tsquery(simple, bindparam("wanted"))
    words = [*(f"'{stem}'" for stem in wanted[:-1]), f"'{wanted[-1]}':*"]
    ranked = statement.where(vector.op("@@")(query)).order_by(func.ts_rank(vector, query).desc(), SearchEntry.id)
    return ranked, {"wanted": " & ".join(words)}
