"""The calendar `business` that timers of diagrams name: when the desk is open."""

from functools import lru_cache
from pathlib import Path

import orjson
from sqlalchemy.orm import Session

from engine import services
from engine.base import settings
from engine.base.errors import InvalidInput
from engine.calendars import Calendar

BUSINESS_CALENDAR = settings.declare(
    "PRAXIS_BUSINESS_CALENDAR",
    str,
    "",
    "JSON file of the desk's opening hours and holidays (form: `engine/calendars/reading.py`); "
    "without one, Monday to Friday from 9 to 18 UTC.",
)

_WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
_DEFAULT = {"name": "business", "time_zone": "UTC", "week": {day: ["09:00-18:00"] for day in _WORKDAYS}}


@services.calendar("business")
def business(_session: Session) -> Calendar:
    """Return the desk's calendar; raises InvalidInput (`settings.invalid`) when its file cannot be read."""
    return _read(BUSINESS_CALENDAR.value())


@lru_cache
def _read(path: str) -> Calendar:
    try:
        return Calendar.from_json(orjson.loads(Path(path).read_bytes()) if path else _DEFAULT)
    except (OSError, orjson.JSONDecodeError) as error:
        raise InvalidInput("settings.invalid", name=BUSINESS_CALENDAR.name, reason=str(error)) from error
