"""Pages out of templates: what every template may use, and how instants and spans of time read."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, g, render_template, request
from flask_babel import format_date, format_datetime, format_time, get_timezone, gettext
from flask_babel import format_timedelta as babel_timedelta

from engine.base import clock
from web import guard, navigation

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "praxis_theme"
CLOCK = "HH:mm"


def install(app: Flask) -> None:
    """Give templates their filters and what the layout shows."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(when=when, moment=moment, day=day, span=span)
    app.jinja_env.globals.update(can=guard.can, is_fragment=is_fragment)
    app.context_processor(frame)


def render(template: str, **data: Any) -> str:
    """Render a page or a fragment from plain data."""
    return render_template(template, **data)


def is_fragment() -> bool:
    """Tell whether htmx asks for a piece of the page in front of the reader."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") != "full"


def frame() -> dict[str, Any]:
    """Return what the layout needs on every page."""
    return {"viewer": g.get("viewer"), "navigation": navigation.visible(), "theme": chosen_theme()}


def chosen_theme() -> str:
    """Return the theme in the reader's cookie, `auto` following the system."""
    wish = request.cookies.get(THEME_COOKIE, "")
    return wish if wish in THEMES else "auto"


def when(instant: datetime) -> str:
    """Say an instant as short as it stays clear: "today 09:12", "yesterday 18:40", "3 Mar 2026, 09:12"."""
    local = instant.astimezone(get_timezone())
    today = clock.now().astimezone(get_timezone()).date()
    if local.date() == today:
        return str(gettext("today %(time)s", time=format_time(instant, CLOCK)))
    if local.date() == today - timedelta(days=1):
        return str(gettext("yesterday %(time)s", time=format_time(instant, CLOCK)))
    return moment(instant)


def moment(instant: datetime) -> str:
    """Say an instant in full, in the zone of the reader."""
    return str(format_datetime(instant, f"d MMM y, {CLOCK}"))


def day(instant: datetime) -> str:
    """Say the day of an instant, in the zone of the reader."""
    return str(format_date(instant.astimezone(get_timezone()), "medium"))


def span(length: timedelta) -> str:
    """Say a length of time in its greatest unit: "3 hours"."""
    return str(babel_timedelta(length, granularity="minute"))
