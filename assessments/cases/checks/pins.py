"""Checks 2 to 4: every norm is pinned with its edition and caution, and nothing rests on a wrong one."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.cases.checks.ground import TOKEN, Ground, strings
from assessments.cases.format import PinEntry
from assessments.cases.read import ReadCase
from assessments.items.norm_pick import NormPick
from core.content.problems import Fault
from core.content.source import Path


def named_norms(read: ReadCase, ground: Ground) -> dict[str, Path]:
    """Norms named anywhere outside `norms`, each with the first place."""
    found: dict[str, Path] = {}
    for path, text in strings(read.source.data):
        if path[:1] == ("norms",):
            continue
        for token in TOKEN.findall(text):
            if token in ground.register.norms or token in {pin.id for pin in read.case.norms}:
                found.setdefault(token, path)
    return found


def pinned_and_used(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """2. Every norm named anywhere is pinned; every pin but those of today's law is used; no pin stands twice."""
    pinned: dict[str, int] = {}
    named = named_norms(read, ground)
    for n, pin in enumerate(read.case.norms):
        if pin.id in pinned:
            yield Fault(("norms", n), f"the norm “{pin.id}” is pinned twice", "one pin")
        pinned[pin.id] = n
        if pin.id not in named and pin.use != "today":
            yield Fault(("norms", n), f"the pin “{pin.id}” is not used", "a place that names it, or no pin")
    for norm, path in named.items():
        if norm not in pinned:
            yield Fault(path, f"the norm “{norm}” is not pinned", f"{{id: {norm}, edition: …, use: …, at_facts: …}}")
    yield from _used_unpinned(read, pinned)


def _used_unpinned(read: ReadCase, pinned: dict[str, int]) -> Iterator[Fault]:
    for path, norm in _structural(read):
        if norm not in pinned:
            yield Fault(path, f"the norm “{norm}” is not pinned", f"{{id: {norm}, edition: …, use: …, at_facts: …}}")


def _structural(read: ReadCase) -> Iterator[tuple[Path, str]]:
    """Places where a key of a norm is the value itself."""
    for each in read.items:
        for n, norm in enumerate(each.item.norms):
            yield (*each.path, "norms", n), norm
        if isinstance(each.item, NormPick):
            for n, norm in enumerate(each.item.pool):
                yield (*each.path, "pool", n), norm
    for n, period in enumerate(read.case.timeline.periods):
        yield ("timeline", "periods", n, "norm"), period.norm
    for n, point in enumerate(read.case.court.points):
        for m, norm in enumerate(point.norms):
            yield ("court", "points", n, "norms", m), norm
    for n, row in enumerate(read.case.court.law_then_now):
        yield ("court", "law_then_now", n, "norm"), row.norm


def as_registered(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """2. Every pin exists in the register with that edition; doubts of the register are carried over."""
    for n, pin in enumerate(read.case.norms):
        known = ground.register.norms.get(pin.id)
        if known is None:
            yield Fault(("norms", n), f"the norm “{pin.id}” is not in the register", "an id of law/norms.yaml")
            continue
        if str(pin.edition) != known.edition:
            wanted = f"edition: {known.edition or repr('')}"
            yield Fault(("norms", n, "edition"), f"the register has “{pin.id}” in edition {known.edition}", wanted)
        if not known.checked and pin.use != "today":
            yield Fault(("norms", n, "use"), f"nobody has read “{pin.id}”", "use: today")
        if not known.checked and not pin.caution:
            yield Fault(("norms", n), f"the doubt of the register about “{pin.id}” is missing", "caution: …")
        if known.note and not (pin.caution or pin.note):
            said = known.note if len(known.note) < 90 else known.note[:87] + "…"
            yield Fault(("norms", n), f"the register has a note on “{pin.id}”", f"caution: {said}")


def rests_on_key(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """3. No key, period, best answer or court point rests on a trap, on today's law or on an unread norm."""
    unfit = {pin.id: pin.use for pin in read.case.norms if pin.use in ("trap", "today")}
    for path, norm in _grounds(read):
        known = ground.register.norms.get(norm)
        if norm in unfit:
            yield Fault(path, f"rests on “{norm}”, which is pinned as {unfit[norm]}", "a norm with use: key or support")
        elif known is not None and not known.checked:
            yield Fault(path, f"rests on “{norm}”, which nobody has read", "a norm with checked: true")


def _grounds(read: ReadCase) -> Iterator[tuple[Path, str]]:
    for n, period in enumerate(read.case.timeline.periods):
        yield ("timeline", "periods", n, "norm"), period.norm
    for n, point in enumerate(read.case.court.points):
        for m, norm in enumerate(point.norms):
            yield ("court", "points", n, "norms", m), norm
    for each in read.items:
        if isinstance(each.item, NormPick):
            for s, slot in enumerate(each.item.slots):
                for norm in slot.key:
                    if each.item.worth(slot, norm) == each.item.best(slot):
                        yield (*each.path, "slots", s, "key", norm), norm


def at_facts(read: ReadCase, ground: Ground) -> Iterator[Fault]:
    """4. `at_facts` agrees with the register's changes after `law_as_of`."""
    for n, pin in enumerate(read.case.norms):
        known = ground.register.norms.get(pin.id)
        if known is None:
            continue
        after = [change for change in known.changed if change.date > read.case.law_as_of.isoformat()]
        yield from _at_facts(pin, ("norms", n), [f"{change.date} {change.by}" for change in after])


def _at_facts(pin: PinEntry, path: Path, after: list[str]) -> Iterator[Fault]:
    if pin.at_facts == "na" and pin.use != "today":
        yield Fault((*path, "at_facts"), f"“{pin.id}” is not only compared", "at_facts: same or changed")
    elif pin.at_facts == "same" and after:
        yield Fault(
            (*path, "at_facts"), f"the register changes “{pin.id}” after the facts: {'; '.join(after)}", "changed"
        )
    elif pin.at_facts == "changed" and not (pin.note or pin.caution):
        yield Fault(path, f"what changed in “{pin.id}” is not said", "note: …")
