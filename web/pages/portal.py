"""The requester's place: my requests, and one of them with what happens next and by when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engine.base.ids import new_id
from processes.incident import queries as incidents
from processes.people.rules import Relation
from processes.ticket import queries
from processes.ticket.queries import TicketFilter
from processes.ticket.rules import FINAL, OPEN, WAITING, Status
from web.guard import requires
from web.pages import drafts, standing
from web.pages.conversation import turns
from web.pages.opened import Opened, open_ticket
from web.pages.promise import Standing, milestones, promise_of
from web.pages.words import status_text, status_tone
from web.rendering import render

blueprint = Blueprint("portal", __name__, url_prefix="/portal")

AT_ONCE = 20
ALIVE = OPEN | {Status.RESOLVED}


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request in the list."""

    number: str
    title: str
    href: str
    opened_at: datetime
    status_text: str
    status_tone: str
    promise: str
    needs_you: bool


@blueprint.get("/")
@requires("incident.list")
def index() -> ResponseReturnValue:
    """List what the person signed in has reported: what is open, or what is over."""
    is_over = request.args.get("view") == "over"
    wanted = TicketFilter(requester_id=g.viewer.id, statuses=FINAL if is_over else ALIVE)
    page = queries.page(g.session, wanted, after=request.args.get("after"), limit=AT_ONCE)
    stands = standing.standings(page.rows)
    return render(
        "portal/index.html",
        rows=[_row(ticket, stands[ticket.id]) for ticket in page.rows],
        more=page.next and url_for(".index", view="over" if is_over else "open", after=page.next),
        tabs=[
            {"text": gettext("Open requests"), "href": url_for(".index"), "count": None, "current": not is_over},
            {
                "text": gettext("Closed requests"),
                "href": url_for(".index", view="over"),
                "count": None,
                "current": is_over,
            },
        ],
        nothing=_nothing(is_over=is_over),
    )


@blueprint.get("/<number>")
@requires("incident.list")
def show(number: str) -> ResponseReturnValue:
    """Show one request to who reported it; who works it is sent to the ticket page."""
    opened = open_ticket(number)
    if Relation.REQUESTER not in opened.relations:
        return redirect(url_for("tickets.show", number=number))
    return page_of(opened)


def page_of(
    opened: Opened,
    errors: dict[str, list[str]] | None = None,
    typed: dict[str, Any] | None = None,
    unfolded: str = "",
) -> str:
    """Render one request; after a refused answer with its errors, what was typed, and its form unfolded."""
    ticket = opened.ticket
    facts = incidents.ticket_page(g.session, ticket.number, g.viewer)
    stand = standing.standing(ticket)
    empty = {"text": "", "reason": "", "why": ""}
    return render(
        "portal/show.html",
        request_=_row(ticket, stand),
        promise=promise_of(stand),
        milestones=milestones(
            stand,
            opened_at=ticket.opened_at,
            solved_at=ticket.resolved_at,
            over_at=ticket.closed_at,
            to_requester=True,
        ),
        conversation=turns(
            ticket,
            [comment for comment in facts.conversation if comment.is_public],
            [file for file in facts.attachments if file.is_public],
        ),
        may={
            "confirm": ticket.status == Status.RESOLVED and opened.may("incident.confirm"),
            "reopen": ticket.status == Status.CLOSED and stand.deadline_at and opened.may("incident.reopen"),
            "reply": ticket.status not in FINAL and opened.may("incident.reply"),
            "cancel": ticket.status in ALIVE and opened.may("incident.cancel"),
        },
        errors=errors or {},
        typed=empty | drafts.kept(ticket.id) | (typed or {}),
        opened=unfolded,
        submission=new_id(),
        draft_url=url_for("drafts.keep", key=ticket.id),
    )


def _row(ticket: Any, stand: Standing) -> RequestRow:
    return RequestRow(
        number=ticket.number,
        title=ticket.title,
        href=url_for("portal.show", number=ticket.number),
        opened_at=ticket.opened_at,
        status_text=status_text(ticket.status),
        status_tone=status_tone(ticket.status),
        promise=promise_of(stand).short,
        needs_you=ticket.status in WAITING | {Status.RESOLVED} and promise_of(stand).tone == "ask",
    )


def _nothing(*, is_over: bool) -> dict[str, str]:
    if is_over:
        return {
            "title": gettext("Nothing is closed yet"),
            "text": gettext("Requests that were solved or cancelled stay here, so that you can look them up."),
        }
    return {
        "title": gettext("You have no open requests"),
        "text": gettext("What you report appears here, with what happens next and by when."),
    }
