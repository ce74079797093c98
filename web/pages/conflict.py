"""Somebody was faster: what stands now beside what was typed, so that nothing is lost and nothing is guessed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import g, url_for
from flask_babel import gettext

from engine.base.errors import AlreadyClaimed, AlreadyDone, Conflict
from processes.i18n import names
from processes.people import queries as people
from processes.ticket.tables import Ticket
from web.error_texts import sentence_of
from web.pages.opened import Opened
from web.pages.words import named, priority_text, status_text
from web.rendering import render, when


def conflict_page(opened: Opened, error: Conflict, typed: Mapping[str, Any]) -> str:
    """Render what happened, the ticket as it is stored, and what the reader typed."""
    g.session.expire(opened.ticket)
    ticket = opened.ticket
    return render(
        "tickets/conflict.html",
        conflict={
            "title": _title(error),
            "text": _text(error),
            "theirs": _stored(ticket),
            "yours": [{"name": name, "text": value} for name, value in typed.items() if value],
            "href": url_for("tickets.show", number=ticket.number),
        },
    )


def _title(error: Conflict) -> str:
    if isinstance(error, AlreadyDone) and error.params.get("by") == f"user:{g.viewer.id}":
        return str(gettext("You have done this step already"))
    return str(gettext("Somebody was faster"))


def _text(error: Conflict) -> str:
    if isinstance(error, AlreadyDone) and "at" in error.params:
        at = when(datetime.fromisoformat(error.params["at"]))
        who = _name(str(error.params.get("by", "")).partition(":")[2])
        return str(gettext("%(who)s ended this step %(when)s. What you sent now changed nothing.", who=who, when=at))
    if isinstance(error, AlreadyClaimed):
        who = _name(str(error.params.get("assignee_id", "")))
        return str(gettext("%(who)s has this step. What you sent changed nothing.", who=who))
    return sentence_of(error)


def _name(user_id: str) -> str:
    return people.names_of(g.session, {user_id}).get(user_id, "Praxis")


def _stored(ticket: Ticket) -> list[dict[str, str]]:
    rows = {
        gettext("Status"): status_text(ticket.status),
        gettext("Priority"): priority_text(ticket.priority),
        gettext("Impact"): named(names.SCALE, ticket.impact),
        gettext("Urgency"): named(names.SCALE, ticket.urgency),
        gettext("Assignee"): ticket.assignee.name if ticket.assignee else gettext("nobody yet"),
        gettext("Changed"): when(ticket.changed_at),
    }
    return [{"name": name, "text": text} for name, text in rows.items() if text]
