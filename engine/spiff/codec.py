"""Writes values as bytes and reads them back: order-safe, exact for FEEL values, no class names to be tricked by.

Values JSON does not know are written as `{"~": [kind, text]}`; a mapping of the user's that has the key `~` itself is
written as pairs, so no form field can pose as one. Numbers keep their digits, instants their offsets.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

import orjson

from engine.feel.temporal import Date, DateTime, DayTimeDuration, Time, YearMonthDuration
from engine.feel.temporal_text import format_temporal, parse_at_literal

MARK = "~"
FEEL_TIMES = (Date, Time, DateTime, DayTimeDuration, YearMonthDuration)


def dumps(value: Any) -> bytes:
    """Encode JSON values and FEEL values; raises TypeError, naming the type, for anything else."""
    return orjson.dumps(_plain(value))


def loads(data: bytes) -> Any:
    """Decode what `dumps` wrote."""
    return _revived(orjson.loads(data))


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is dict:
        if MARK in value or not all(type(key) is str for key in value):
            return {MARK: ["pairs", [[_key(key), _plain(item)] for key, item in value.items()]]}
        return {key: _plain(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [_plain(item) for item in value]
    if kind is str or kind is bool or value is None:
        return value
    if kind is float and isfinite(value):
        return value
    if kind is int:
        return value if -(2**63) <= value < 2**63 else {MARK: ["integer", str(value)]}
    return _marked(value)


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a variable cannot hold a mapping with the key {key!r}: keys are strings")
    return key


def _marked(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _plain(dict(value))
    if isinstance(value, timedelta):
        return {MARK: ["duration", [value.days, value.seconds, value.microseconds]]}
    if isinstance(value, FEEL_TIMES):
        return {MARK: ["feel", format_temporal(value)]}
    for kind, (cls, write, _read) in KINDS.items():
        if isinstance(value, cls):
            return {MARK: [kind, write(value)]}
    raise TypeError(f"a variable cannot hold a value of type {type(value).__name__}")


def _revived(value: Any) -> Any:
    if type(value) is dict:
        if MARK in value:
            return _unmarked(*value[MARK])
        for key, item in value.items():
            if type(item) is dict or type(item) is list:
                value[key] = _revived(item)
    elif type(value) is list:
        for index, item in enumerate(value):
            if type(item) is dict or type(item) is list:
                value[index] = _revived(item)
    return value


def _unmarked(kind: str, written: Any) -> Any:
    if kind == "pairs":
        return {key: _revived(item) for key, item in written}
    if kind == "duration":
        return timedelta(*written)
    if kind == "feel":
        return parse_at_literal(written)
    return KINDS[kind][2](written)


KINDS: dict[str, tuple[type, Any, Any]] = {
    "decimal": (Decimal, str, Decimal),
    "integer": (int, str, int),
    "instant": (datetime, datetime.isoformat, datetime.fromisoformat),
    "date": (date, date.isoformat, date.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
}
