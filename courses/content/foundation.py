"""What every programme is checked against: the register, the calendar, the framework."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assessments.cases.checks.ground import Ground, Pattern
from assessments.items import Item
from assessments.items.date import DateItem
from competencies.framework import FrameworkFile
from core.content.problems import Fault
from law.calendar import DoubtfulDay, WorkingCalendar
from law.register import Register


@dataclass(frozen=True)
class Foundation:
    register: Register
    calendar: WorkingCalendar
    framework: FrameworkFile
    patterns: Mapping[str, Pattern]

    @property
    def ground(self) -> Ground:
        return Ground(self.register, self.calendar, self.framework, self.patterns)

    def norm_faults(self, norms: Iterable[str], *path: str | int) -> Iterator[Fault]:
        """Every norm stands in the register and was read by somebody."""
        for norm in norms:
            known = self.register.norms.get(norm)
            if known is None:
                yield Fault(path, f"the norm “{norm}” is not in the register", "an id of law/norms.yaml")
            elif not known.checked:
                yield Fault(path, f"nobody has read the norm “{norm}”", "a norm with checked: true")

    def competency_faults(self, names: Iterable[str], *path: str | int) -> Iterator[Fault]:
        known = self.framework.competencies()
        for n, name in enumerate(names):
            if name not in known:
                at = (*path, name if isinstance(names, Mapping) else n)
                yield Fault(at, f"unknown competency “{name}”", "an id of competencies.yaml")

    def office_faults(self, names: Iterable[str], *path: str | int) -> Iterator[Fault]:
        known = self.framework.offices()
        for n, name in enumerate(names):
            if name not in known:
                yield Fault((*path, n), f"unknown office “{name}”", f"one of: {', '.join(known)}")

    def item_faults(self, item: Item) -> Iterator[Fault]:
        """Norms, competencies and days of an item outside a case."""
        yield from self.norm_faults(item.norms, "norms")
        yield from self.competency_faults(item.competencies, "competencies")
        yield from self._named_norms(item)
        yield from self._basis(item)
        if isinstance(item, DateItem):
            yield from date_faults(item, self.calendar)

    def _basis(self, item: Item) -> Iterator[Fault]:
        """`norm-based`, or `case:` and a pattern of the bank."""
        if item.basis is None or item.basis == "norm-based":
            return
        kind, _, name = item.basis.partition(":")
        if kind != "case" or name not in self.patterns:
            yield Fault(("basis",), f"unknown basis “{item.basis}”", "norm-based, or case:ID of patterns.yaml")

    def _named_norms(self, item: Item) -> Iterator[Fault]:
        for norm in getattr(item, "pool", []):
            if norm not in self.register.norms:
                yield Fault(("pool",), f"the norm “{norm}” is not in the register", "an id of law/norms.yaml")
        for n, slot in enumerate(getattr(item, "slots", [])):
            for norm, value in slot.key.items():
                known = self.register.norms.get(norm)
                if (value.right or value.points) and known is not None and not known.checked:
                    path = ("slots", n, "key", norm)
                    yield Fault(path, f"the key rests on “{norm}”, which nobody has read", "a norm with checked: true")


def date_faults(item: DateItem, calendar: WorkingCalendar) -> Iterator[Fault]:
    """The key is a day the calendar is sure of, and equals its computation if it has one."""
    calc = item.calc
    try:
        calendar.is_working_day(item.key)
        if calc is not None and calc.start and calc.length and calc.unit:
            end = calendar.end_of(calc.start, calc.length, calc.unit)
            if end != item.key:
                yield Fault(("key",), f"the key is {item.key}, the computation gives {end}", f"key: {end}")
    except DoubtfulDay as doubt:
        yield Fault(("key",), f"the key leans on a day that is not settled: {doubt}", "another day")
