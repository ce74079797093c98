"""ETag and If-Match: the version of a record, lest somebody overwrite what they have not seen (RFC 9110, 13)."""

from typing import Protocol

from flask import request
from werkzeug.exceptions import PreconditionFailed, PreconditionRequired


class Versioned(Protocol):
    """A row with a version."""

    @property
    def version(self) -> int: ...


def tag(row: Versioned) -> dict[str, str]:
    """Return the headers that tell a row's version."""
    return {"ETag": f'"{row.version}"'}


def check(row: Versioned, *, is_needed: bool = False) -> None:
    """Compare If-Match with the row: 412 when it changed since, 428 when the header is needed and missing."""
    if is_needed and not request.if_match:
        raise PreconditionRequired
    if request.if_match and not request.if_match.contains(str(row.version)):
        raise PreconditionFailed
