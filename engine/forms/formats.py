"""The formats and patterns of a form, checked in bounded time and on every machine alike.

The stock checker of `jsonschema` leaves a format unchecked where an optional library is missing, and runs `pattern`
on an engine without a time limit: both are replaced here.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import regex
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.protocols import Validator
from jsonschema.validators import extend

PATTERN_SECONDS = 0.05
EMAIL = regex.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")

checker = FormatChecker(formats=())


@checker.checks("date", raises=ValueError)
def _date(value: object) -> bool:
    return not isinstance(value, str) or (len(value) == 10 and bool(dt.date.fromisoformat(value)))


@checker.checks("time", raises=ValueError)
def _time(value: object) -> bool:
    return not isinstance(value, str) or dt.time.fromisoformat(value) is not None


@checker.checks("date-time", raises=ValueError)
def _date_time(value: object) -> bool:
    return not isinstance(value, str) or (len(value) > 10 and dt.datetime.fromisoformat(value).tzinfo is not None)


@checker.checks("email")
def _email(value: object) -> bool:
    return not isinstance(value, str) or (len(value) <= 254 and EMAIL.fullmatch(value) is not None)


@checker.checks("uri", raises=ValueError)
def _uri(value: object) -> bool:
    return not isinstance(value, str) or _is_web_address(value)


def _is_web_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def known_formats() -> list[str]:
    """Return the formats a form may ask for."""
    return sorted(checker.checkers)


def _pattern(
    validator: Validator, pattern: str, instance: object, schema: Mapping[str, Any]
) -> Iterator[jsonschema.ValidationError]:
    """Refuse a text that does not match, or whose match takes longer than PATTERN_SECONDS."""
    if not isinstance(instance, str):
        return
    try:
        found = regex.search(pattern, instance, timeout=PATTERN_SECONDS)
    except TimeoutError:
        found = None
    if found is None:
        yield jsonschema.ValidationError("pattern")


FormValidator: Callable[..., Validator] = extend(  # type: ignore[no-untyped-call]  # the stub has no types here
    Draft202012Validator, {"pattern": _pattern}
)
