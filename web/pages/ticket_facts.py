"""The column beside a ticket: facts, links, and why the priority is what it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext

from engine.tables import HistoryEntry
from processes.i18n import names
from processes.incident.queries import TicketPage
from processes.ticket.tables import Ticket
from web.pages.words import Face, face, named, priority_text


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: a person, an instant, or words."""

    name: str
    text: str = ""
    person: Face | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """The decision behind a priority: what went in, what came out, which rule of which table said so."""

    sentence: str
    columns: Sequence[str]
    cells: Sequence[str]
    source: str


def facts_of(page: TicketPage) -> list[Fact]:
    """Return the facts that are known."""
    ticket, incident = page.ticket, page.incident
    rows = [
        Fact(gettext("Requester"), person=face(ticket.requester)),
        Fact(
            gettext("Assignee"), person=face(ticket.assignee) if ticket.assignee else None, text=gettext("nobody yet")
        ),
        Fact(gettext("Group"), page.group.name if page.group else ""),
        Fact(gettext("Category"), named(names.CATEGORIES, ticket.category)),
        Fact(gettext("Impact"), named(names.SCALE, ticket.impact)),
        Fact(gettext("Urgency"), named(names.SCALE, ticket.urgency)),
        Fact(gettext("Reported by"), named(names.CHANNELS, ticket.channel)),
        Fact(gettext("Opened"), at=ticket.opened_at),
        Fact(gettext("Resolved"), at=ticket.resolved_at),
        Fact(gettext("Closed"), at=ticket.closed_at),
        Fact(gettext("Solution"), named(names.RESOLUTIONS, incident.resolution_code)),
        Fact(gettext("Ended"), named(names.CLOSE_REASONS, incident.close_reason)),
        Fact(gettext("Came back"), gettext("%(times)s×", times=incident.reopen_count) if incident.reopen_count else ""),
    ]
    return [row for row in rows if row.person or row.at or row.text]


def why_of(ticket: Ticket, decided: HistoryEntry | None) -> Why | None:
    """Explain the priority; None before one was decided."""
    if ticket.priority is None:
        return None
    impact, urgency = named(names.SCALE, ticket.impact), named(names.SCALE, ticket.urgency)
    rules = (decided.details or {}).get("rules", ()) if decided else ()
    return Why(
        sentence=gettext(
            "Impact %(impact)s and urgency %(urgency)s give priority %(priority)s.",
            impact=impact.lower(),
            urgency=urgency.lower(),
            priority=ticket.priority,
        ),
        columns=(gettext("Impact"), gettext("Urgency"), gettext("Priority")),
        cells=(impact, urgency, priority_text(ticket.priority)),
        source=" ".join(
            gettext("Decision table “%(table)s”, row %(row)s.", table=rule["decision"], row=rule["number"])
            for rule in rules
        ),
    )


def links_of(page: TicketPage) -> list[Mapping[str, str]]:
    """Return the linked tickets."""
    return [
        {
            "relation": named(names.LINKS, kind.lstrip("-")) + (" ←" if kind.startswith("-") else ""),
            "number": other.number,
            "title": other.title,
            "href": url_for("tickets.show", number=other.number),
        }
        for kind, other in page.links
    ]


def decision_behind(entries: Sequence[HistoryEntry]) -> HistoryEntry | None:
    """Return the newest history entry in which a decision about the priority was made."""
    made = (entry for entry in reversed(entries) if entry.event == "left" and (entry.details or {}).get("decision"))
    return next(made, None)
