"""The norm register on disk: `law/acts.yaml` and `law/norms.yaml`, in shapes.

A gist is a pointer to the official text in our own words. `checked: false` means that nobody read the text: such a
norm may be shown with its caution, and nothing may rest on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from core.content.problems import Fault, Problem
from core.content.shapes import Line, Shape, Slug, Truth, read_shape
from core.content.source import Source

Dated = Annotated[str, StringConstraints(pattern=r"^(|[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})$")]
"""A day, only a year, or nothing: the register never guesses the rest of a date."""
Address = Annotated[str, StringConstraints(pattern=r"^(|https?://\S+)$")]


class RegisteredAct(Shape):
    code: Slug
    kind: Line
    title_ru: Line
    title_kk: str = ""
    title_en: str = ""
    date: Dated
    number: str = ""
    official: Address
    in_force: Truth | Literal["unknown"]
    in_force_from: Dated = ""
    in_force_until: Dated = ""
    repeals: str = ""
    repealed_by: str = ""
    edition_read: str = ""
    """A day, or in words which part was read."""
    editions_known: list[Dated] = []
    read_at: str = ""
    note: str = ""


class Change(Shape):
    date: Dated
    by: Line
    what: Line


class RegisteredNorm(Shape):
    id: Slug
    act: Slug
    article: str
    point: str
    title: Line
    gist: Line
    gist_kk: str = ""
    edition: Dated
    source: Address
    official: Address
    checked: Truth
    changed: list[Change] = []
    topics: list[Slug] = Field(min_length=1)
    note: str = ""
    second_reading: Dated = ""
    second_reading_source: str = ""


class _ActsFile(Shape):
    acts: list[RegisteredAct] = Field(min_length=1)


class _NormsFile(Shape):
    norms: list[RegisteredNorm] = Field(min_length=1)


@dataclass(frozen=True)
class Register:
    acts: Mapping[str, RegisteredAct]
    norms: Mapping[str, RegisteredNorm]


def read_register(acts: Source, norms: Source) -> tuple[Register, list[Problem]]:
    """The register and what is wrong inside it.

    :raises ContentRefused: a file has the wrong shape
    """
    act_rows = read_shape(_ActsFile, acts).acts
    norm_rows = read_shape(_NormsFile, norms).norms
    register = Register({act.code: act for act in act_rows}, {norm.id: norm for norm in norm_rows})
    problems = [acts.problem(fault) for fault in _repeated((act.code for act in act_rows), "acts")]
    problems += [norms.problem(fault) for fault in _repeated((norm.id for norm in norm_rows), "norms")]
    for n, norm in enumerate(norm_rows):
        if norm.act not in register.acts:
            problems.append(
                norms.problem(Fault(("norms", n, "act"), f"unknown act “{norm.act}”", "a code of acts.yaml"))
            )
        if not norm.checked and not norm.note:
            problems.append(norms.problem(Fault(("norms", n), "an unread norm says why", "note: …")))
    return register, problems


def _repeated(ids: Iterable[str], *path: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for n, each in enumerate(ids):
        if each in seen:
            yield Fault((*path, n), f"“{each}” stands twice", "a key of its own")
        seen.add(each)
