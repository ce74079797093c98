"""An example value for each stretch of a line of values, one that a person would think of."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engine.decisions.index import Line
from engine.feel.temporal import DAY, NANO, Date, DayTimeDuration, YearMonthDuration

OTHER_TEXTS = ("another value", "0", "zzz")


def sample_at(line: Line, position: int) -> Any:
    """Return a value at a position of the line, None where no value lies (between two days that follow each other)."""
    number, is_point = divmod(position, 2)
    values = [value for _, value in line.values]
    if is_point:
        return values[number]
    low = values[number - 1] if number else None
    high = values[number] if number < len(values) else None
    return _BETWEEN[line.kind](low, high)


def _between_truths(low: bool | None, high: bool | None) -> bool | None:
    if low is None:
        return False if high is True else None
    return True if low is False and high is None else None


def _between_numbers(low: Decimal | None, high: Decimal | None) -> Decimal | None:
    if low is None or high is None:
        return high - 1 if high is not None else (low or Decimal(0)) + 1
    whole = (low + 1).to_integral_value(rounding="ROUND_FLOOR")
    return whole if low < whole < high else (low + high) / 2


def _between_texts(low: str | None, high: str | None) -> str | None:
    for text in OTHER_TEXTS:
        if (low is None or low < text) and (high is None or text < high):
            return text
    if low is None:
        return "" if high != "" else None
    following = low + " "
    return following if high is None or following < high else None


def _steps(key: Callable[[Any], int], build: Callable[[int], Any], step: int) -> Callable[[Any, Any], Any]:
    """Return the sampler of a kind whose values are whole numbers underneath."""

    def between(low: Any, high: Any) -> Any:
        if low is None or high is None:
            return build(key(high) - step) if high is not None else build(key(low) + step)
        middle = (key(low) + key(high)) // 2
        return build(middle) if middle > key(low) else None

    return between


_BETWEEN: Mapping[type, Callable[[Any, Any], Any]] = {
    bool: _between_truths,
    str: _between_texts,
    Decimal: _between_numbers,
    Date: _steps(Date.to_days, Date.from_days, 1),
    DayTimeDuration: _steps(lambda value: value.nanos, DayTimeDuration, DAY * NANO),
    YearMonthDuration: _steps(lambda value: value.months, YearMonthDuration, 1),
}
