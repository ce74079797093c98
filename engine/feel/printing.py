"""Values as text: `as_string` is the function `string`, `to_feel` writes what the parser reads again."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from engine.feel.errors import FeelLimitExceeded
from engine.feel.grammar.lexer import KEYWORDS, WORD
from engine.feel.grammar.strings import quoted
from engine.feel.limits import MAX_NESTING, MAX_STRING, Run
from engine.feel.temporal import Date, DateTime, DayTimeDuration, Time, YearMonthDuration
from engine.feel.temporal_text import format_temporal
from engine.feel.values import FeelFunction, Range, feel_value

_TEMPORAL = (Date, Time, DateTime, DayTimeDuration, YearMonthDuration)
_KEY = re.compile(rf"{WORD.pattern}(?: {WORD.pattern})*")


def as_string(value: Any, run: Run) -> str:
    """Return what `string(value)` gives: text and dates bare, lists and contexts as FEEL with quoted text inside."""
    if isinstance(value, str):
        return value
    if isinstance(value, _TEMPORAL):
        return format_temporal(value)
    return to_feel(value, run)


def to_feel(value: Any, run: Run | None = None) -> str:
    """Return FEEL source of a value; parsing and evaluating it gives an equal value (functions excepted)."""
    length = 0
    parts: list[str] = []
    for part in _pieces(value, run or Run(), 0):
        length += len(part)
        if length > MAX_STRING:
            raise FeelLimitExceeded("feel.string-too-long", limit=MAX_STRING)
        parts.append(part)
    return "".join(parts)


def format_number(value: Decimal) -> str:
    """Return a number without exponent and without zeros at the end that say nothing."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _pieces(value: Any, run: Run, depth: int) -> Iterator[str]:
    run.spend()
    if depth > MAX_NESTING:
        raise FeelLimitExceeded("feel.nested-too-deep", limit=MAX_NESTING)
    write = _WRITERS.get(type(value))
    if write is not None:
        yield write(value)
    elif isinstance(value, list):
        yield from _bracketed("[", (_pieces(item, run, depth + 1) for item in value), "]")
    elif isinstance(value, Mapping):
        entries = (_entry_pieces(str(key), feel_value(inner), run, depth) for key, inner in value.items())
        yield from _bracketed("{", entries, "}")
    elif isinstance(value, Range):
        yield from _range_pieces(value, run, depth)
    elif isinstance(value, FeelFunction):
        yield f"function({', '.join(name for name, _ in value.parameters)})"


def _bracketed(opening: str, items: Iterator[Iterator[str]], closing: str) -> Iterator[str]:
    yield opening
    for index, item in enumerate(items):
        if index:
            yield ", "
        yield from item
    yield closing


def _entry_pieces(key: str, value: Any, run: Run, depth: int) -> Iterator[str]:
    yield key if _KEY.fullmatch(key) and key not in KEYWORDS else quoted(key)
    yield ": "
    yield from _pieces(value, run, depth + 1)


def _range_pieces(value: Range, run: Run, depth: int) -> Iterator[str]:
    if value.operator:
        yield f"({value.operator} "
        yield from _pieces(value.start if value.end is None else value.end, run, depth + 1)
        yield ")"
        return
    yield "[" if value.start_included else "("
    yield from _pieces(value.start, run, depth + 1)
    yield ".."
    yield from _pieces(value.end, run, depth + 1)
    yield "]" if value.end_included else ")"


_WRITERS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _value: "null",
    bool: lambda value: "true" if value else "false",
    str: quoted,
    Decimal: format_number,
    **dict.fromkeys(_TEMPORAL, lambda value: f'@"{format_temporal(value)}"'),
}
