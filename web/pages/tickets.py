"""The agent's page of one ticket, and the list of all tickets."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from engine import cockpit, diagram_texts, history
from engine.base.errors import NotFound
from engine.base.ids import new_id
from engine.tables import HistoryEntry, Instance
from processes.i18n import names
from processes.incident import queries as incidents
from processes.incident.queries import TicketPage
from processes.ticket import queries
from processes.ticket.queries import TicketFilter
from processes.ticket.rules import FINAL, Status
from processes.ticket.tables import Ticket
from web.guard import requires
from web.i18n import choose_language
from web.pages import drafts, inbox_list, standing
from web.pages.conversation import file_row, turns
from web.pages.inbox_list import Choice
from web.pages.opened import Opened, open_ticket
from web.pages.promise import milestones
from web.pages.ticket_facts import decision_behind, facts_of, links_of, why_of
from web.pages.ticket_history import story, walked
from web.pages.ticket_offers import Refused, offers_of
from web.pages.ticket_steps import steps_of
from web.pages.words import face, named, priority_text, status_text, status_tone
from web.rendering import render

blueprint = Blueprint("tickets", __name__, url_prefix="/tickets")

CONVERSATION, PROCESS, HISTORY = "conversation", "process", "history"
AT_ONCE = 50


@blueprint.get("/")
@requires("incident.read-notes")
def index() -> ResponseReturnValue:
    """List every ticket, narrowed by words, status and priority."""
    status = request.args.get("status", "")
    priority = request.args.get("priority", "")
    wanted = TicketFilter(
        statuses=[status] if status in set(Status) else (),
        priority=int(priority) if priority in names.PRIORITIES else None,
        search=request.args.get("q", "")[:100],
    )
    page = queries.page(g.session, wanted, after=request.args.get("after"), limit=AT_ONCE)
    chosen: dict[str, Any] = {"q": wanted.search, "status": status, "priority": priority}
    return render(
        "tickets/index.html",
        rows=[_list_row(ticket) for ticket in page.rows],
        more=page.next and url_for(".index", after=page.next, **chosen),
        chosen=chosen,
        statuses={key: status_text(key) for key in names.STATUSES},
        priorities={key: priority_text(int(key)) for key in names.PRIORITIES},
    )


@blueprint.get("/<number>")
@requires("incident.read")
def show(number: str) -> ResponseReturnValue:
    """Show a ticket to who works it; its requester is sent to the portal."""
    opened = open_ticket(number)
    if not opened.may("incident.read-notes"):
        return redirect(url_for("portal.show", number=opened.ticket.number))
    return page_of(opened, request.args.get("tab", CONVERSATION))


@blueprint.get("/<number>/diagram.json")
@requires("incident.history")
def diagram(number: str) -> ResponseReturnValue:
    """Return the live diagram: the drawing with the reader's names, the tokens, the way walked."""
    opened = open_ticket(number, "incident.history")
    if opened.ticket.instance_id is None:
        raise NotFound("engine.instance-missing", instance_id="")
    live = cockpit.live(g.session, opened.ticket.instance_id)
    texts = _texts(opened.ticket)
    return jsonify(
        diagram=texts.drawing,
        tokens=[{"element_id": element, "name": texts.names.get(element, "")} for element in live.tokens],
        walked_elements=list(live.walked_elements),
        walked_flows=list(live.walked_flows),
    )


def page_of(
    opened: Opened,
    tab: str = CONVERSATION,
    *,
    about: str = "",
    errors: Mapping[str, Sequence[str]] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> str:
    """Render a ticket; `about` names the form that `errors` and `typed` belong to: a step's id or an action's name."""
    ticket = opened.ticket
    tab = tab if tab in {CONVERSATION, PROCESS, HISTORY} else CONVERSATION
    choice = Choice.of_request()
    page = incidents.ticket_page(g.session, ticket.number, g.viewer)
    entries = history.of(g.session, ticket.instance_id) if ticket.instance_id else []
    stand = standing.standing(ticket)
    return render(
        "tickets/show.html",
        inbox=inbox_list.pane(choice, ticket.number) if "view" in request.args else None,
        ticket=_head(page, entries),
        steps=steps_of(opened, about=about, errors=errors, typed=typed),
        rest=_rest(ticket, entries),
        milestones=milestones(
            stand,
            opened_at=ticket.opened_at,
            solved_at=ticket.resolved_at,
            over_at=ticket.closed_at,
            to_requester=False,
        ),
        facts=facts_of(page),
        links=links_of(page),
        attached=[file_row(file) for file in page.attachments],
        offers=offers_of(opened, Refused(about, errors, typed)),
        tab=tab,
        tabs=_tabs(ticket, tab, choice, 1 + len(page.conversation)),
        about=about,
        errors=errors or {},
        **_tab_data(tab, opened, page, entries, typed if about == "say" else None),
    )


def _head(page: TicketPage, entries: Sequence[HistoryEntry]) -> dict[str, Any]:
    ticket = page.ticket
    pill = Markup('<span class="pill prio prio-{}">{} <span class="why-hint">{}</span></span>').format(
        ticket.priority or "none", f"P{ticket.priority}" if ticket.priority else "P–", gettext("why?")
    )
    return {
        "number": ticket.number,
        "title": ticket.title,
        "reported": gettext("reported by %(name)s", name=ticket.requester.name),
        "opened_at": ticket.opened_at,
        "priority_pill": pill,
        "status_text": status_text(ticket.status),
        "status_tone": status_tone(ticket.status),
        "group": page.group.name if page.group else "",
        "why": why_of(ticket, decision_behind(entries)),
    }


def _rest(ticket: Ticket, entries: Sequence[HistoryEntry]) -> str:
    """Say what goes on while no person has anything to do: Praxis works, or the ticket is over."""
    if ticket.status in FINAL or ticket.instance_id is None:
        return str(gettext("The ticket is over: %(status)s.", status=status_text(ticket.status).lower()))
    standing_at = [visit.name for visit in walked(entries, _texts(ticket)) if visit.now]
    return str(gettext("Praxis works on it by itself: %(steps)s.", steps=", ".join(standing_at)))


def _tab_data(
    tab: str, opened: Opened, page: TicketPage, entries: Sequence[HistoryEntry], typed: Mapping[str, Any] | None
) -> dict[str, Any]:
    ticket = opened.ticket
    if tab == HISTORY:
        return {"history": story(entries, page.changes, _texts(ticket)) if ticket.instance_id else []}
    if tab == PROCESS:
        return {
            "diagram_url": url_for("tickets.diagram", number=ticket.number),
            "walked": walked(entries, _texts(ticket)) if ticket.instance_id else [],
        }
    return {
        "conversation": turns(ticket, page.conversation, page.attachments),
        "may": {
            "reply": ticket.status != Status.CANCELLED and opened.may("incident.reply"),
            "note": opened.may("incident.note"),
        },
        "typed": {"text": "", "visibility": "public"} | dict(drafts.kept(ticket.id) if typed is None else typed),
        "submission": new_id(),
        "draft_url": url_for("drafts.keep", key=ticket.id),
        "say_url": url_for("actions.say", number=ticket.number, **Choice.of_request().args()),
        "composer_hint": gettext("Write to %(name)s…", name=ticket.requester.name),
    }


def _tabs(ticket: Ticket, tab: str, choice: Choice, turns_count: int) -> list[dict[str, Any]]:
    args = choice.args() if "view" in request.args else {}
    texts = {
        CONVERSATION: (gettext("Conversation"), turns_count, "1"),
        PROCESS: (gettext("Process"), None, "2"),
        HISTORY: (gettext("History"), None, "3"),
    }
    return [
        {
            "text": text,
            "count": count,
            "key": key,
            "current": name == tab,
            "href": url_for("tickets.show", number=ticket.number, tab=name, **args) + "#tabs",
        }
        for name, (text, count, key) in texts.items()
    ]


def _texts(ticket: Ticket) -> diagram_texts.Texts:
    instance = g.session.get_one(Instance, ticket.instance_id)
    return diagram_texts.texts(g.session, instance.definition_id, choose_language())


def _list_row(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "title": ticket.title,
        "href": url_for("tickets.show", number=ticket.number),
        "status_text": status_text(ticket.status),
        "status_tone": status_tone(ticket.status),
        "priority": ticket.priority,
        "priority_text": priority_text(ticket.priority),
        "requester": ticket.requester.name,
        "assignee": face(ticket.assignee) if ticket.assignee and ticket.status not in FINAL else None,
        "opened_at": ticket.opened_at,
        "channel": named(names.CHANNELS, ticket.channel),
    }
