"""One unit of work per request: a view that returns commits, one that raises or answers 4xx or 5xx rolls back.

The whole view runs again when a lock stood in its way, so a view does nothing that the database cannot take back.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, current_app, g, request
from sqlalchemy.orm import Session

from engine.base.db import Database

READING = {"GET", "HEAD", "OPTIONS"}

View = TypeVar("View", bound=Callable[..., Any])


class _Refused(Exception):
    """Carries an answer that must not commit out of the unit of work."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


def database() -> Database:
    """Return the database of this application."""
    found: Database = current_app.extensions["praxis.database"]
    return found


def without_database(view: View) -> View:
    """Mark a view that needs no unit of work, such as a file or a sign of life."""
    view.without_database = True  # type: ignore[attr-defined]
    return view


def dispatch(view: Callable[[], Any]) -> Any:
    """Run what Flask would dispatch to inside one unit of work, whose session is `g.session`."""
    if not _needs_database():
        return view()

    def unit(session: Session) -> Response:
        g.session = session
        try:
            response = current_app.make_response(view())
        finally:
            del g.session
        if response.status_code >= 400:
            raise _Refused(response)
        return response

    try:
        return database().run(unit, readonly=request.method in READING)
    except _Refused as refused:
        return refused.response


def _needs_database() -> bool:
    if request.routing_exception is not None or request.endpoint is None:
        return False
    view = current_app.view_functions[request.endpoint]
    return not (request.endpoint.endswith("static") or getattr(view, "without_database", False))
