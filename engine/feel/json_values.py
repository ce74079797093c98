"""FEEL values as JSON and back.

Plain JSON is for reading: dates become ISO text and stay text when they come back. Tagged JSON is for keeping: what
plain JSON cannot hold becomes `{"@": text}`, after the literals of the language, and comes back as it was.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.feel.errors import Undefined
from engine.feel.printing import to_feel
from engine.feel.temporal import Date, DateTime, DayTimeDuration, Time, YearMonthDuration
from engine.feel.temporal_text import format_temporal, parse_at_literal
from engine.feel.values import NUMBERS_FROM_TEXT, FeelFunction, Range, feel_value

_TAG = "@"
_TEMPORAL = (Date, Time, DateTime, DayTimeDuration, YearMonthDuration)
_EXACT_INTEGER = 2**53


def from_json(value: Any) -> Any:
    """Return the FEEL value of JSON-ready data; Python dates and times are taken too."""
    if isinstance(value, Mapping):
        if len(value) == 1 and isinstance(value.get(_TAG), str):
            return _untagged(value[_TAG])
        return {str(key): from_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [from_json(item) for item in value]
    return feel_value(value)


def _untagged(text: str) -> Any:
    try:
        return parse_at_literal(text)
    except Undefined:
        pass
    try:
        return NUMBERS_FROM_TEXT(text)
    except ArithmeticError:
        return None


def to_json(value: Any, *, tagged: bool = False) -> Any:
    """Return JSON-ready data; functions become null, ranges their FEEL text."""
    value = feel_value(value)
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Decimal):
        return _number(value, tagged)
    if isinstance(value, _TEMPORAL):
        text = format_temporal(value)
        return {_TAG: text} if tagged else text
    if isinstance(value, list):
        return [to_json(item, tagged=tagged) for item in value]
    if isinstance(value, Range):
        return to_feel(value)
    if isinstance(value, FeelFunction):
        return None
    return {str(key): to_json(inner, tagged=tagged) for key, inner in value.items()}


def _number(value: Decimal, tagged: bool) -> Any:
    if abs(value) <= _EXACT_INTEGER and value == value.to_integral_value():
        return int(value)
    nearest = float(value)
    if tagged and Decimal(repr(nearest)) != value:
        return {_TAG: str(value)}
    return nearest
