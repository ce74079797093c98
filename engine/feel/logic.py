"""Equality, order and membership: the three-valued side of the language (DMN 1.5, 10.3.2.8 and 10.3.2.13)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engine.feel.errors import Undefined
from engine.feel.limits import Run
from engine.feel.temporal import Date, DateTime, DayTimeDuration, Time, YearMonthDuration
from engine.feel.values import FeelFunction, Range, entry, kind_of

_SIMPLE = frozenset({bool, str, Decimal, Date, DayTimeDuration, YearMonthDuration})


def equal(left: Any, right: Any, run: Run) -> bool | None:
    """Return whether two values are equal; null equals null only; values of different kinds give null."""
    kind = type(left)
    if kind in _SIMPLE and kind is type(right):
        return bool(left == right)
    if left is None or right is None:
        return left is right
    same = kind_of(left)
    if same != kind_of(right):
        return None
    return _EQUALS.get(same, _equal_functions)(left, right, run)


def _equal_times(left: Time, right: Time, _run: Run) -> bool:
    """Whole seconds decide, as the property `second` is whole (DMN 1.5, table 65); a zone never equals no zone."""
    offsets = left.offset(), right.offset()
    if None in offsets:
        return offsets == (None, None) and _seconds(left) == _seconds(right)
    return _seconds(left) - (offsets[0] or 0) == _seconds(right) - (offsets[1] or 0)


def _seconds(value: Time) -> int:
    return value.hour * 3600 + value.minute * 60 + value.second


def _equal_date_times(left: DateTime, right: DateTime, _run: Run) -> bool:
    if (left.time.zone is None) != (right.time.zone is None):
        return False
    return left.to_nanos() // 1_000_000_000 == right.to_nanos() // 1_000_000_000


def _equal_ranges(left: Range, right: Range, run: Run) -> bool | None:
    if (left.start_included, left.end_included, left.operator) != (
        right.start_included,
        right.end_included,
        right.operator,
    ):
        return False
    return all_equal(((left.start, right.start), (left.end, right.end)), run)


def _equal_lists(left: list[Any], right: list[Any], run: Run) -> bool | None:
    if len(left) != len(right):
        return False
    return all_equal(zip(left, right, strict=True), run)


def _equal_contexts(left: Mapping[str, Any], right: Mapping[str, Any], run: Run) -> bool | None:
    if left.keys() != right.keys():
        return False
    return all_equal(((entry(left, key), entry(right, key)) for key in left), run)


def all_equal(pairs: Any, run: Run) -> bool | None:
    """Return the conjunction of the equality of pairs; parts of different kinds make the whole unequal."""
    for left, right in pairs:
        run.spend()
        if not equal(left, right, run):
            return False
    return True


def _equal_functions(left: Any, right: Any, _run: Run) -> bool:
    return left is right


_EQUALS: dict[str, Callable[[Any, Any, Run], bool | None]] = {
    "time": _equal_times,
    "date and time": _equal_date_times,
    "range": _equal_ranges,
    "list": _equal_lists,
    "context": _equal_contexts,
}


def identical(left: Any, right: Any, run: Run) -> bool:
    """Return whether two values are the same element of the semantic domain (function `is`, DMN 1.5, table 84)."""
    if isinstance(left, Time | DateTime) or isinstance(right, Time | DateTime):
        return bool(left == right)
    return bool(equal(left, right, run))


def compare(left: Any, right: Any) -> int:
    """Return -1, 0 or 1; raises `Undefined` for kinds that have no order or do not meet."""
    kind = type(left)
    if kind is not type(right) or kind not in _KEYS:
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            kind = Decimal
        else:
            raise Undefined("feel.not-comparable", left=kind_of(left), right=kind_of(right))
    key = _KEYS[kind]
    first, second = key(left), key(right)
    if kind in (Time, DateTime) and first[0] is not second[0]:
        raise Undefined("feel.zone-missing")
    return int(first > second) - int(first < second)


def _date_key(value: Date) -> tuple[int, int, int]:
    return (value.year, value.month, value.day)


def _time_key(value: Time) -> tuple[bool, int]:
    return (value.zone is None, value.to_nanos() - (value.offset() or 0) * 1_000_000_000)


def _date_time_key(value: DateTime) -> tuple[bool, int]:
    return (value.time.zone is None, value.to_nanos())


_KEYS: dict[type, Callable[[Any], Any]] = {
    Decimal: lambda value: value,
    str: lambda value: value,
    Date: _date_key,
    Time: _time_key,
    DateTime: _date_time_key,
    DayTimeDuration: lambda value: value.nanos,
    YearMonthDuration: lambda value: value.months,
}


def in_range(value: Any, interval: Range, run: Run) -> bool | None:
    """Return whether a value lies in an interval; raises `Undefined` when they cannot be compared."""
    if interval.operator in ("=", "!="):
        same = equal(value, interval.start, run)
        return same if interval.operator == "=" or same is None else not same
    if interval.start is not None:
        order = compare(value, interval.start)
        if order < 0 or (order == 0 and not interval.start_included):
            return False
    if interval.end is not None:
        order = compare(value, interval.end)
        if order > 0 or (order == 0 and not interval.end_included):
            return False
    return True


def satisfies(value: Any, test: Any, run: Run) -> bool | None:
    """Return whether a value passes a unary test that is given as a value (DMN 1.5, 10.3.2.13, table 55).

    A range must hold it, a list must contain it or a range that holds it, anything else must equal it.
    """
    if type(test) is Range:
        return in_range(value, test, run)
    if type(test) is list:
        return _in_list(value, test, run)
    return equal(value, test, run)


def _in_list(value: Any, tests: list[Any], run: Run) -> bool:
    if type(value) is list and equal(value, tests, run):
        return True
    for test in tests:
        run.spend()
        if type(test) is Range and type(value) is not Range:
            try:
                if in_range(value, test, run):
                    return True
            except Undefined:
                continue
        elif equal(value, test, run):
            return True
    return False


def both(left: Any, right: Any) -> bool | None:
    """Return the conjunction; whatever is no boolean counts as unknown."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def either(left: Any, right: Any) -> bool | None:
    """Return the disjunction; whatever is no boolean counts as unknown."""
    if left is True or right is True:
        return True
    return False if left is False and right is False else None


def is_function(value: Any) -> bool:
    """Return whether a value can be called."""
    return isinstance(value, FeelFunction)
