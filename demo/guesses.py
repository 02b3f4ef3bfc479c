"""Wrong answers that somebody could give, in the form in which a page sends them; the same for the same words."""

from typing import Any

from assessments.items import Item
from assessments.items.matching import Matching
from assessments.items.multiple import Multiple
from assessments.items.norm_pick import NormPick
from assessments.items.number import NumberItem, worked
from assessments.items.ordering import Ordering, example_order
from demo.chance import number, pick


def wrong_answer(item: Any, seed: str, about: str) -> Any:
    """A wrong answer, some mistakes more often than others; None where nothing wrong can be made up."""
    match item:
        case NumberItem():
            return _number(item, seed, about)
        case Multiple():
            return _toggled(item, about)
        case Matching():
            return _swapped(item.right_of(), about)
        case Ordering():
            order = example_order(item)
            place = number(about, len(order) - 1)
            return [*order[:place], order[place + 1], order[place], *order[place + 2 :]]
        case NormPick():
            return _slots(
                {
                    slot.id: [norm for norm in item.pool if item.worth(slot, norm) < item.best(slot)]
                    for slot in item.slots
                },
                about,
            )
    return _simple(item, about)


def preferred(among: list[Any], about: str) -> Any:
    """One of the things; the first is twice as likely as the others, so that distractors differ."""
    return pick(about, [among[0], *among]) if among else None


def _number(item: NumberItem, seed: str, about: str) -> str | None:
    variant = worked(item, seed)
    wrong = [value for value, _ in variant.near if abs(value - variant.key) > item.tolerance]
    return (
        str(preferred(wrong, about)) if wrong and number(f"{about} far", 5) else str(variant.key + item.tolerance + 1)
    )


def _toggled(item: Multiple, about: str) -> list[str]:
    """The right options with one more, or one less."""
    turned = preferred([option.id for option in item.options], about)
    right = {option.id for option in item.options if option.is_right}
    made = [option.id for option in item.options if (option.id in right) != (option.id == turned)]
    return made or [option.id for option in item.options if option.id not in right][:1]


def _swapped(right: dict[str, str], about: str) -> dict[str, str] | None:
    """Two values in each other's place."""
    names = list(right)
    if len(set(right.values())) < 2:
        return None
    first = pick(about, names)
    second = pick(f"{about} second", [name for name in names if right[name] != right[first]])
    return right | {first: right[second], second: right[first]}


def _simple(item: Item, about: str) -> Any:
    match item.type:
        case "single":
            return preferred([option.id for option in item.options if not option.is_right], about)  # type: ignore[attr-defined]
        case "mark_defect":
            defects = set(item.defects())  # type: ignore[attr-defined]
            return [preferred([each for each in _paragraphs(item) if each not in defects], about)]
        case "date":
            return preferred([near.value.isoformat() for near in item.near], about)  # type: ignore[attr-defined]
        case "cloze":
            gaps = item.gaps.items()  # type: ignore[attr-defined]
            return _slots({gap: [each.id for each in choices if not each.is_right] for gap, choices in gaps}, about)
    return None


def _slots(wrong: dict[str, list[str]], about: str) -> dict[str, str] | None:
    """A wrong value for every slot that has one."""
    return {slot: preferred(values, f"{about} {slot}") for slot, values in wrong.items() if values} or None


def _paragraphs(item: Any) -> list[str]:
    return [each.id for each in item.document.paragraphs] if item.document else list(item.places)
