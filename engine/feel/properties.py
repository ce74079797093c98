"""What stands behind a dot: entries of contexts, properties of dates, durations and ranges (DMN 1.5, table 65)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engine.feel.errors import Undefined
from engine.feel.temporal import NANO, Date, DateTime, DayTimeDuration, Time, YearMonthDuration, Zone
from engine.feel.values import NUMBERS, Range, entry, kind_of

Property = Callable[[Any], Any]
Properties = Mapping[str, Property]


def _offset(value: Time | DateTime) -> DayTimeDuration | None:
    offset = value.offset()
    return None if offset is None else DayTimeDuration(offset * NANO)


def _zone_name(zone: Zone) -> str | None:
    return zone if isinstance(zone, str) else None


def _second(value: Time) -> Decimal:
    return NUMBERS.add(Decimal(value.second), Decimal(value.nano).scaleb(-9)) if value.nano else Decimal(value.second)


def _part(unit: int, modulus: int = 0) -> Callable[[int], Decimal]:
    """Return one part of a quantity; a negative quantity has negative parts."""

    def take(amount: int) -> Decimal:
        size = abs(amount) // unit
        return Decimal((size % modulus if modulus else size) * (-1 if amount < 0 else 1))

    return take


_years, _months = _part(12), _part(1, 12)
_days, _hours, _minutes = _part(86_400 * NANO), _part(3_600 * NANO, 24), _part(60 * NANO, 60)


def _seconds(value: DayTimeDuration) -> Decimal:
    size = Decimal(abs(value.nanos) % (60 * NANO)).scaleb(-9).normalize()
    return -size if value.nanos < 0 else NUMBERS.plus(size)


_DAY: Properties = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(value.weekday),
}
_CLOCK: Properties = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": _second,
}


def _of(part: Callable[[Any], Any], read: Property) -> Property:
    return lambda value: read(part(value))


PROPERTIES: Mapping[type, Properties] = {
    Date: _DAY,
    Time: {**_CLOCK, "time offset": _offset, "timezone": lambda value: _zone_name(value.zone)},
    DateTime: {
        **{name: _of(lambda value: value.date, read) for name, read in _DAY.items()},
        **{name: _of(lambda value: value.time, read) for name, read in _CLOCK.items()},
        "time offset": _offset,
        "timezone": lambda value: _zone_name(value.time.zone),
    },
    YearMonthDuration: {
        "years": lambda value: _years(value.months),
        "months": lambda value: _months(value.months),
    },
    DayTimeDuration: {
        "days": lambda value: _days(value.nanos),
        "hours": lambda value: _hours(value.nanos),
        "minutes": lambda value: _minutes(value.nanos),
        "seconds": _seconds,
    },
    Range: {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    },
}


def read(value: Any, name: str) -> Any:
    """Return what the name means for a value; on a list, for each of its items; raises `Undefined`."""
    if isinstance(value, list):
        return [_read_item(item, name) for item in value]
    if isinstance(value, Mapping):
        try:
            return entry(value, name)
        except KeyError as error:
            raise Undefined("feel.no-such-entry", name=name, known=", ".join(map(str, value))) from error
    if value is None:
        raise Undefined("feel.path-of-null", name=name)
    found = PROPERTIES.get(type(value), {}).get(name)
    if found is None:
        known = ", ".join(PROPERTIES.get(type(value), {}))
        raise Undefined("feel.no-such-property", name=name, kind=kind_of(value), known=known)
    return found(value)


def _read_item(item: Any, name: str) -> Any:
    try:
        return read(item, name)
    except Undefined:
        return None
