"""Strict shapes for content: nothing unknown, nothing coerced; and their errors with file and line."""

from __future__ import annotations

import datetime as dt
import re
import types
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from core.content.problems import ContentRefused, Fault

if TYPE_CHECKING:
    from core.content.source import Source

M = TypeVar("M", bound=BaseModel)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?\Z")


class Shape(BaseModel):
    """Base of every content model: unknown fields are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, defer_build=True)

    def dump(self) -> dict[str, Any]:
        """The data this was read from, without what stands at its default."""
        return self.model_dump(by_alias=True, exclude_defaults=True)


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise ValueError("should be a number")
    if isinstance(value, str) and not _NUMBER.match(value):
        raise ValueError("should be a number like 2 or 0.5")
    return Decimal(value)


def _whole(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("should be a whole number")
    return value


def _day(value: object) -> object:
    if isinstance(value, str) and _DAY.match(value):
        return dt.date.fromisoformat(value)
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise ValueError("should be a day like 2026-03-27")
    return value


def _truth(value: object) -> object:
    if not isinstance(value, bool):
        raise ValueError("should be true or false")
    return value


def _whole_key(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isdecimal() else _whole(value)


Number = Annotated[Decimal, BeforeValidator(_number)]
Whole = Annotated[int, BeforeValidator(_whole)]
WholeKey = Annotated[int, BeforeValidator(_whole_key)]
"""A whole number as a key: JSON has it as text."""
Day = Annotated[dt.date, BeforeValidator(_day)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]


def read_shape(model: type[M], source: Source, *, context: dict[str, Any] | None = None) -> M:
    """The data of `source` as `model`.

    :raises ContentRefused: each error with the line of the value it is about
    """
    try:
        return model.model_validate(source.data, context=context)
    except ValidationError as error:
        raise ContentRefused([source.problem(fault) for fault in faults_of(error, model, source.data)]) from error


def faults_of(error: ValidationError, model: type[BaseModel], data: Any) -> Iterator[Fault]:
    """The errors of pydantic in the words of an author."""
    for detail in error.errors(include_url=False):
        path = _walk(data, detail["loc"])
        name = detail["loc"][-1] if detail["loc"] else ""
        if detail["type"] == "missing":
            yield Fault(path, f"the field “{name}” is missing", f"{name}: …")
        elif detail["type"] == "extra_forbidden":
            known = ", ".join(_fields_at(model, detail["loc"][:-1]))
            yield Fault(path, f"unknown field “{name}”", f"one of: {known}" if known else "no such field here")
        else:
            where = f"“{name}”" if isinstance(name, str) and name else f"entry {name}"
            yield Fault(path, f"{where}: {_said(detail['msg'])}", f"now {_short(detail.get('input'))}")


def _said(message: str) -> str:
    return message.removeprefix("Value error, ").removeprefix("Input ").strip()


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _walk(data: Any, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The part of pydantic's location that exists in the data; names of union members are passed over."""
    path: list[str | int] = []
    for step in loc:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            continue
        path.append(step)
    return tuple(path)


def _fields_at(model: object, loc: tuple[str | int, ...]) -> list[str]:
    """Names of the fields that the model has at this place; empty when it cannot be told."""
    for step in loc:
        model = _inside(model, step)
    model = _plain_model(model)
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _inside(annotation: object, step: str | int) -> object:
    model = _plain_model(annotation)
    if model is not None and isinstance(step, str):
        for name, info in model.model_fields.items():
            if step in (name, info.alias):
                return info.annotation
        return None
    for part in _parts(annotation):
        arguments = get_args(part)
        if get_origin(part) is list or get_origin(part) is tuple:
            return arguments[0]
        if get_origin(part) is dict:
            return arguments[1]
    return None


def _parts(annotation: object) -> tuple[object, ...]:
    if get_origin(annotation) is Annotated:
        return _parts(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(inner for part in get_args(annotation) for inner in _parts(part))
    return (annotation,)


def _plain_model(annotation: object) -> type[BaseModel] | None:
    models = [part for part in _parts(annotation) if isinstance(part, type) and issubclass(part, BaseModel)]
    return models[0] if len(models) == 1 else None
