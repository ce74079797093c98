"""Built-in functions that turn values into others: `number`, `string`, `not` and `range` (DMN 1.5, 10.3.4.1)."""

import re
from decimal import Decimal
from typing import Any

from engine.feel.builtins.calendar import date_and_time_from_text, date_from_text, duration, time_from_text
from engine.feel.builtins.registry import builtin
from engine.feel.errors import FeelSyntaxError, Undefined
from engine.feel.grammar import syntax
from engine.feel.grammar.lexer import NameTable
from engine.feel.grammar.parser import Parser
from engine.feel.intervals import interval_of
from engine.feel.limits import Run
from engine.feel.printing import as_string
from engine.feel.values import NUMBERS_FROM_TEXT, Range

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_CONSTRUCTORS = {
    "date": date_from_text,
    "date and time": date_and_time_from_text,
    "time": time_from_text,
    "duration": duration,
}
_CONSTRUCTOR_NAMES = NameTable(_CONSTRUCTORS)


@builtin("not(negand: boolean?)")
def not_(negand: bool | None) -> bool | None:
    return None if negand is None else not negand


@builtin("string(from: any)")
def string(run: Run, value: Any) -> str | None:
    return None if value is None else as_string(value, run)


@builtin("number(from: string, [grouping separator: string?, [decimal separator: string?]])")
def number(text: str, grouping: str | None = None, point: str | None = None) -> Decimal:
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", ".") or (grouping and grouping == point):
        raise Undefined("feel.wrong-separators")
    plain = text.replace(grouping, "") if grouping else text
    if point:
        if point == "," and "." in plain:
            raise Undefined("feel.not-a-number", text=text[:40])
        plain = plain.replace(point, ".")
    if not _NUMBER.fullmatch(plain):
        raise Undefined("feel.not-a-number", text=text[:40])
    return NUMBERS_FROM_TEXT(plain)


@builtin("range(from: string)")
def range_(text: str) -> Range:
    """Read an interval of literals, dates and durations; nothing in the text is evaluated (DMN 1.5, table 74)."""
    try:
        node = Parser(text, NameTable(below=_CONSTRUCTOR_NAMES)).whole_expression()
    except FeelSyntaxError as error:
        raise Undefined("feel.not-a-range", text=text[:40]) from error
    if not isinstance(node, syntax.Interval) or node.operator or node.start is None or node.end is None:
        raise Undefined("feel.not-a-range", text=text[:40])
    return interval_of(node.start_included, _endpoint(node.start), _endpoint(node.end), node.end_included)


def _endpoint(node: syntax.Node) -> Any:
    match node:
        case syntax.Literal(value=value):
            return value
        case syntax.Call(function=syntax.Name(name=name), arguments=(syntax.Literal(value=str() as text),), names=()):
            if name in _CONSTRUCTORS:
                return _CONSTRUCTORS[name](text)
    raise Undefined("feel.not-a-range", text="")
