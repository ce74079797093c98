"""The operators `+ - * / **` and the unary minus over numbers, texts, dates and durations (DMN 1.5, 10.3.2.13)."""

import decimal
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.errors import Undefined
from engine.feel.limits import bounded
from engine.feel.temporal import (
    DAY,
    NANO,
    Date,
    DateTime,
    DayTimeDuration,
    Time,
    YearMonthDuration,
    month_length,
)
from engine.feel.values import NUMBERS, kind_of

Operation = Callable[[Any, Any], Any]


def _shift_date(value: Date, months: int) -> Date:
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    return Date.of(year, month + 1, min(value.day, month_length(year, month + 1)))


def _date_plus_months(value: Date, duration: YearMonthDuration) -> Date:
    return _shift_date(value, duration.months)


def _date_plus_time(value: Date, duration: DayTimeDuration) -> Date:
    return Date.from_days((value.to_days() * DAY * NANO + duration.nanos) // (DAY * NANO))


def _instant_plus_months(value: DateTime, duration: YearMonthDuration) -> DateTime:
    return DateTime(_shift_date(value.date, duration.months), value.time)


def _instant_plus_time(value: DateTime, duration: DayTimeDuration) -> DateTime:
    return DateTime.from_nanos(value.to_nanos() + duration.nanos, value.time.zone)


def _time_plus(value: Time, duration: DayTimeDuration) -> Time:
    return Time.from_nanos(value.to_nanos() + duration.nanos, value.zone)


def _swapped(operation: Operation) -> Operation:
    return lambda left, right: operation(right, left)


def _negated(operation: Operation) -> Operation:
    return lambda left, right: operation(left, negate(right))


def instant_of(value: Date | DateTime) -> DateTime:
    """Return a date as the midnight of that day in UTC (DMN 1.5, 10.3.2.3.6)."""
    return value if isinstance(value, DateTime) else DateTime(value, Time(0, 0, 0, 0, 0))


def _instant_minus(left: Date | DateTime, right: Date | DateTime) -> DayTimeDuration:
    first, second = instant_of(left), instant_of(right)
    if (first.time.zone is None) != (second.time.zone is None):
        raise Undefined("feel.zone-missing")
    return DayTimeDuration.of(first.to_nanos() - second.to_nanos())


def _time_minus(left: Time, right: Time) -> DayTimeDuration:
    if (left.zone is None) != (right.zone is None):
        raise Undefined("feel.zone-missing")
    shift = ((left.offset() or 0) - (right.offset() or 0)) * NANO
    return DayTimeDuration.of(left.to_nanos() - right.to_nanos() - shift)


def _whole(value: Decimal) -> int:
    if value.adjusted() > 40:
        raise Undefined("feel.duration-too-long")
    return int(value.to_integral_value(decimal.ROUND_DOWN, NUMBERS))


def _time_times(duration: DayTimeDuration, factor: Decimal) -> DayTimeDuration:
    return DayTimeDuration.of(_whole(NUMBERS.multiply(Decimal(duration.nanos), factor)))


def _months_times(duration: YearMonthDuration, factor: Decimal) -> YearMonthDuration:
    return YearMonthDuration.of(_whole(NUMBERS.multiply(Decimal(duration.months), factor)))


def _time_by_number(duration: DayTimeDuration, divisor: Decimal) -> DayTimeDuration:
    return DayTimeDuration.of(_whole(NUMBERS.divide(Decimal(duration.nanos), divisor)))


def _months_by_number(duration: YearMonthDuration, divisor: Decimal) -> YearMonthDuration:
    return YearMonthDuration.of(_whole(NUMBERS.divide(Decimal(duration.months), divisor)))


def _concatenated(left: str, right: str) -> str:
    return str(bounded(left + right))


_ADD: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): NUMBERS.add,
    (str, str): _concatenated,
    (Date, YearMonthDuration): _date_plus_months,
    (YearMonthDuration, Date): _swapped(_date_plus_months),
    (Date, DayTimeDuration): _date_plus_time,
    (DayTimeDuration, Date): _swapped(_date_plus_time),
    (DateTime, YearMonthDuration): _instant_plus_months,
    (YearMonthDuration, DateTime): _swapped(_instant_plus_months),
    (DateTime, DayTimeDuration): _instant_plus_time,
    (DayTimeDuration, DateTime): _swapped(_instant_plus_time),
    (Time, DayTimeDuration): _time_plus,
    (DayTimeDuration, Time): _swapped(_time_plus),
    (DayTimeDuration, DayTimeDuration): lambda left, right: DayTimeDuration.of(left.nanos + right.nanos),
    (YearMonthDuration, YearMonthDuration): lambda left, right: YearMonthDuration.of(left.months + right.months),
}
_SUBTRACT: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): NUMBERS.subtract,
    (Date, Date): _instant_minus,
    (DateTime, DateTime): _instant_minus,
    (Date, DateTime): _instant_minus,
    (DateTime, Date): _instant_minus,
    (Time, Time): _time_minus,
    (Date, YearMonthDuration): _negated(_date_plus_months),
    (Date, DayTimeDuration): _negated(_date_plus_time),
    (DateTime, YearMonthDuration): _negated(_instant_plus_months),
    (DateTime, DayTimeDuration): _negated(_instant_plus_time),
    (Time, DayTimeDuration): _negated(_time_plus),
    (DayTimeDuration, DayTimeDuration): lambda left, right: DayTimeDuration.of(left.nanos - right.nanos),
    (YearMonthDuration, YearMonthDuration): lambda left, right: YearMonthDuration.of(left.months - right.months),
}
_MULTIPLY: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): NUMBERS.multiply,
    (DayTimeDuration, Decimal): _time_times,
    (Decimal, DayTimeDuration): _swapped(_time_times),
    (YearMonthDuration, Decimal): _months_times,
    (Decimal, YearMonthDuration): _swapped(_months_times),
}
_DIVIDE: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): NUMBERS.divide,
    (DayTimeDuration, Decimal): _time_by_number,
    (YearMonthDuration, Decimal): _months_by_number,
    (DayTimeDuration, DayTimeDuration): lambda left, right: NUMBERS.divide(Decimal(left.nanos), Decimal(right.nanos)),
    (YearMonthDuration, YearMonthDuration): lambda left, right: NUMBERS.divide(
        Decimal(left.months), Decimal(right.months)
    ),
}
_POWER: dict[tuple[type, type], Operation] = {(Decimal, Decimal): NUMBERS.power}
OPERATIONS: dict[str, dict[tuple[type, type], Operation]] = {
    "+": _ADD,
    "-": _SUBTRACT,
    "*": _MULTIPLY,
    "/": _DIVIDE,
    "**": _POWER,
}


def calculate(operator: str, left: Any, right: Any) -> Any:
    """Apply an operator; raises `Undefined` for kinds it does not join, for division by zero and for overflow."""
    operation = OPERATIONS[operator].get((type(left), type(right)))
    if operation is None:
        raise Undefined("feel.no-operator", operator=operator, left=kind_of(left), right=kind_of(right))
    try:
        return operation(left, right)
    except decimal.DivisionByZero as error:
        raise Undefined("feel.division-by-zero") from error
    except decimal.DecimalException as error:
        raise Undefined("feel.number-too-large", operator=operator) from error


def negate(value: Any) -> Any:
    """Return the unary minus; raises `Undefined` for what has no sign."""
    if isinstance(value, Decimal):
        return NUMBERS.minus(value)
    if isinstance(value, DayTimeDuration):
        return DayTimeDuration(-value.nanos)
    if isinstance(value, YearMonthDuration):
        return YearMonthDuration(-value.months)
    raise Undefined("feel.no-sign", kind=kind_of(value))
