"""Formulas of parametric items: exact fractions, days, and nothing else.

`annual_days / 12 * months`, `add_months(start, months) - 1 day`, `annual_days >= 24`, `formula is whole`.
A formula is read with Python's own parser, and every node that is not named here is refused.
"""

from __future__ import annotations

import ast
import calendar
import datetime as dt
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

Value: TypeAlias = "Fraction | dt.date | dt.timedelta"

MAX_LENGTH = 200
_DAYS = re.compile(r"\b([0-9]+) days?\b")
_WHOLE = re.compile(r"(.+) is whole\Z", re.DOTALL)


class BadFormula(ValueError):
    """The formula cannot be read or computed."""


def compute(formula: str, names: Mapping[str, Value]) -> Value:
    """The value of the formula.

    :raises BadFormula: unknown name or sign, a day where a number is needed, division by zero
    """
    return _value(_parse(formula), names)


def holds(rule: str, names: Mapping[str, Value]) -> bool:
    """A comparison, or “… is whole”."""
    whole = _WHOLE.match(rule.strip())
    if whole:
        value = compute(whole.group(1), names)
        return isinstance(value, Fraction) and value.denominator == 1
    node = _parse(rule)
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        raise BadFormula(f"“{rule}” is not one comparison")
    compare = _COMPARE.get(type(node.ops[0]))
    if compare is None:
        raise BadFormula(f"“{rule}”: unknown comparison")
    try:
        return bool(compare(_value(node.left, names), _value(node.comparators[0], names)))
    except TypeError as error:
        raise BadFormula(f"“{rule}” compares a day with a number") from error


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month; the last one where the month is shorter."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _parse(formula: str) -> ast.expr:
    if len(formula) > MAX_LENGTH:
        raise BadFormula("the formula is too long")
    try:
        return ast.parse(_DAYS.sub(r"days(\1)", formula.strip()), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadFormula(f"“{formula}” is not a formula") from error


def _value(node: ast.expr, names: Mapping[str, Value]) -> Value:
    match node:
        case ast.Constant(value=bool() | complex()):
            pass
        case ast.Constant(value=int() | float() as number):
            return Fraction(str(number))
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.Name(id=name):
            raise BadFormula(f"unknown name “{name}”")
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_number(_value(operand, names))
        case ast.BinOp(left=left, op=op, right=right):
            return _binary(type(op), _value(left, names), _value(right, names))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _call(name, [_value(each, names) for each in arguments])
    raise BadFormula("a sign that is not allowed in a formula")


def _binary(op: type[ast.operator], left: Value, right: Value) -> Value:
    act = _BINARY.get(op)
    if act is None:
        raise BadFormula("a sign that is not allowed in a formula")
    try:
        result = act(left, right)
    except ZeroDivisionError as error:
        raise BadFormula("division by zero") from error
    except (TypeError, OverflowError) as error:
        raise BadFormula("a day and a number are mixed") from error
    return Fraction(result) if isinstance(result, int) else result


def _call(name: str, arguments: list[Value]) -> Value:
    match name, arguments:
        case "add_months", [dt.date() as day, Fraction() as months] if months.denominator == 1:
            return add_months(day, int(months))
        case "days", [Fraction() as days] if days.denominator == 1 and abs(days) < 100_000:
            return dt.timedelta(days=int(days))
        case (("min" | "max"), [Fraction() as first, Fraction() as second]):
            return min(first, second) if name == "min" else max(first, second)
        case "ceil", [Fraction() as number]:
            return Fraction(-(-number.numerator // number.denominator))
        case "floor", [Fraction() as number]:
            return Fraction(number.numerator // number.denominator)
    raise BadFormula(f"“{name}” cannot be used so")


def _number(value: Value) -> Fraction:
    if not isinstance(value, Fraction):
        raise BadFormula("a number is needed here")
    return value


_BINARY: dict[type[ast.operator], Callable[..., Value | int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COMPARE: dict[type[ast.cmpop], Callable[..., bool]] = {
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
