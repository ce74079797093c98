"""Business time: weeks of opening hours in a named time zone, with holidays and dated exceptions (pure arithmetic)."""

from engine.calendars.calendar import ALWAYS, Calendar
from engine.calendars.national import NationalHolidays
from engine.calendars.week import Span, Week

__all__ = ["ALWAYS", "Calendar", "NationalHolidays", "Span", "Week"]
