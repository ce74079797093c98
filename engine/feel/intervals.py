"""Intervals: when two ends make one, and how a loop walks over it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from engine.feel.arithmetic import calculate
from engine.feel.errors import Undefined
from engine.feel.logic import compare
from engine.feel.temporal import DAY, NANO, Date, DayTimeDuration
from engine.feel.values import Range, kind_of

_ONE_DAY = DayTimeDuration(DAY * NANO)


def interval_of(start_included: bool, start: Any, end: Any, end_included: bool) -> Range:
    """Build `[start..end]`; raises `Undefined` for a missing end, ends of two kinds, or a start after the end."""
    if start is None or end is None:
        raise Undefined("feel.range-end-missing")
    if compare(start, end) > 0:
        raise Undefined("feel.range-backwards")
    return Range(start_included, start, end, end_included)


def walk(start: Any, end: Any, *, skip_first: bool = False, skip_last: bool = False) -> Iterator[Any]:
    """Yield from one end to the other, downwards when the first is greater, by ones or by days; raises `Undefined`."""
    if isinstance(start, Decimal):
        step: Any = Decimal(1)
    elif isinstance(start, Date):
        step = _ONE_DAY
    else:
        raise Undefined("feel.not-iterable", kind=kind_of(start))
    direction = compare(end, start)
    operator = "-" if direction < 0 else "+"
    value = calculate(operator, start, step) if skip_first else start
    while True:
        order = compare(value, end) * (direction or 1)
        if order > 0 or (order == 0 and skip_last):
            return
        yield value
        value = calculate(operator, value, step)


def walk_range(value: Range) -> Iterator[Any]:
    """Yield what a closed interval holds, in steps of one or of a day; raises `Undefined` for an open end."""
    if value.start is None or value.end is None or value.operator:
        raise Undefined("feel.range-end-missing")
    return walk(value.start, value.end, skip_first=not value.start_included, skip_last=not value.end_included)
