"""The agent's inbox: what waits for me, for my groups, for anybody; taking work, giving it back, handing it on."""

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engine import inbox
from engine.base import clock
from engine.base.errors import AlreadyClaimed
from engine.tables import HumanTask
from processes.people import queries as people
from processes.people.rules import require
from processes.ticket import queries, worklist
from processes.ticket.tables import Ticket
from processes.ticket.worklist import COUNTED, Wanted
from web.guard import requires
from web.pages import inbox_list
from web.pages.inbox_list import Choice
from web.rendering import render

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox")


@blueprint.get("/")
@requires("task.list")
def index() -> ResponseReturnValue:
    """Show the list, and beside it how much there is to do."""
    pane = inbox_list.pane(Choice.of_request())
    mine, groups = (int(tab["count"].rstrip("+")) for tab in pane["tabs"][:2])
    late = worklist.overdue(g.session, Wanted(groups=g.viewer.group_keys), clock.now())
    figures = ((mine, gettext("yours")), (groups, gettext("in your groups")), (late, gettext("past due")))
    summary = {
        "title": ngettext("%(num)d step waits for your groups", "%(num)d steps wait for your groups", groups),
        "text": gettext("Choose one on the left, or take the next ticket."),
        "figures": [
            {"value": value if value < COUNTED else f"{COUNTED - 1}+", "text": text} for value, text in figures
        ],
    }
    return render("inbox/index.html", inbox=pane, summary=summary)


@blueprint.post("/<task_id>/claim")
@requires("task.claim")
def claim(task_id: str) -> ResponseReturnValue:
    """Take a human task."""
    task, ticket = _task(task_id, "task.claim")
    try:
        inbox.claim(g.session, task_id, actor=g.actor)
    except AlreadyClaimed:
        holder = people.get_user(g.session, task.assignee_id or "")
        flash(gettext("%(name)s has taken it a moment before you.", name=holder.name), "info")
    else:
        flash(gettext("%(number)s is yours.", number=ticket.number), "done")
    return _to(ticket)


@blueprint.post("/<task_id>/release")
@requires("task.release")
def release(task_id: str) -> ResponseReturnValue:
    """Give a human task back to its groups."""
    _, ticket = _task(task_id, "task.release")
    inbox.release(g.session, task_id, actor=g.actor)
    flash(gettext("Given back. A colleague can take it now."), "done")
    return _to(ticket)


@blueprint.post("/<task_id>/delegate")
@requires("task.delegate")
def delegate(task_id: str) -> ResponseReturnValue:
    """Lend one's own human task to a colleague; it comes back when they give it back."""
    _, ticket = _task(task_id, "task.delegate")
    to = people.get_user(g.session, request.form.get("to", ""))
    inbox.delegate(g.session, task_id, to.id, actor=g.actor)
    flash(gettext("%(name)s has it now.", name=to.name), "done")
    return _to(ticket)


@blueprint.post("/<task_id>/assign")
@requires("task.assign")
def assign(task_id: str) -> ResponseReturnValue:
    """Give a human task to somebody, whoever has it now: what leads do."""
    _, ticket = _task(task_id, "task.assign")
    to = people.get_user(g.session, request.form.get("to", ""))
    inbox.assign(g.session, task_id, to.id, actor=g.actor)
    flash(gettext("%(name)s has it now.", name=to.name), "done")
    return _to(ticket)


def _task(task_id: str, operation: str) -> tuple[HumanTask, Ticket]:
    task = inbox.get(g.session, task_id)
    ticket = queries.get(g.session, task.business_key)
    require(g.viewer, operation, *queries.relations_to_task(g.viewer, task, ticket))
    return task, ticket


def _to(ticket: Ticket) -> ResponseReturnValue:
    """Go on with the ticket, beside the same list as before."""
    return redirect(url_for("tickets.show", number=ticket.number, **Choice.of_request().args()), 303)
