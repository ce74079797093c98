"""The next steps of a ticket as its page shows them: my form, a step to take, somebody else's, or a wait to end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from flask_babel import gettext

from engine import diagram_texts, forms, inbox
from engine.forms import Field
from engine.tables import HumanTask, Instance
from processes import choices
from processes.people import queries as people
from processes.people.rules import may
from processes.people.tables import User
from processes.ticket import queries
from processes.ticket.rules import WAITING
from web.i18n import choose_language
from web.pages import drafts
from web.pages.inbox_list import Choice
from web.pages.opened import Opened
from web.pages.slack import Slack, slack_of

KNOWN = ("category", "subcategory", "impact", "urgency")
"""Fields of a ticket that its forms begin with."""

YOURS, FREE, THEIRS, WAITS, REQUESTER = "yours", "free", "theirs", "waits", "requester"


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the buttons of a step send to; empty where the reader may not."""

    complete: str = ""
    claim: str = ""
    release: str = ""
    hand: str = ""
    wake: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One human task of the ticket."""

    id: str
    name: str
    state: str
    who: str
    text: str
    due: Slack | None
    fields: Sequence[Field]
    errors: Mapping[str, Sequence[str]]
    people: Sequence[User]
    is_assigning: bool
    urls: Urls


def steps_of(
    opened: Opened,
    *,
    about: str = "",
    errors: Mapping[str, Sequence[str]] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> list[StepRow]:
    """Return the open steps, mine first; `errors` and `typed` belong to the step `about`."""
    ticket = opened.ticket
    if ticket.instance_id is None:
        return []
    instance = g.session.get_one(Instance, ticket.instance_id)
    names = diagram_texts.texts(g.session, instance.definition_id, choose_language()).names
    rows = []
    for task in inbox.of_instance(g.session, instance.id):
        is_about = task.id == about
        row = _row(opened, task, names, (errors or {}) if is_about else {}, typed if is_about else None)
        rows.append(row)
    return sorted(rows, key=lambda row: (YOURS, FREE, WAITS, THEIRS, REQUESTER).index(row.state))


def form_data(opened: Opened, task: HumanTask) -> dict[str, Any]:
    """Return what a form begins with: what the ticket knows, under what was typed and not sent."""
    known = {name: getattr(opened.ticket, name) for name in KNOWN}
    return known | drafts.kept(task.id)


def _row(
    opened: Opened,
    task: HumanTask,
    names: Mapping[str, str],
    errors: Mapping[str, Sequence[str]],
    typed: Mapping[str, Any] | None,
) -> StepRow:
    relations = queries.relations_to_task(g.viewer, task, opened.ticket)
    state = _state(opened, task)
    allowed = {
        verb: may(g.viewer, f"task.{verb}", *relations)
        for verb in ("claim", "release", "assign", "delegate", "complete")
    }
    is_mine = task.assignee_id == g.viewer.id
    hands = "assign" if allowed["assign"] else "delegate" if is_mine and allowed["delegate"] else ""
    if state == REQUESTER:
        hands = ""
    form = inbox.form_of(g.session, task) if state == YOURS else None
    sources = choices.sources(g.session, choose_language()) if form else {}
    data = form_data(opened, task) if typed is None else typed
    holder = people.get_user(g.session, task.assignee_id) if task.assignee_id else None
    return StepRow(
        id=task.id,
        name=names.get(task.element_id) or task.name,
        state=state,
        who=_who(state, holder, is_mine=is_mine),
        text=_text(state, task),
        due=slack_of(opened.ticket.status, task.created_at, task.due_at) if state != REQUESTER else None,
        fields=forms.fields(form, data, errors, choose_language(), sources=sources) if form else (),
        errors=errors,
        people=_others(task) if hands else (),
        is_assigning=hands == "assign",
        urls=_urls(opened, task, state, allowed["claim"], is_mine and allowed["release"], hands),
    )


def _state(opened: Opened, task: HumanTask) -> str:
    if task.role is not None:
        return REQUESTER
    if opened.ticket.status in WAITING:
        return WAITS
    if task.assignee_id is None:
        return FREE
    return YOURS if task.assignee_id == g.viewer.id else THEIRS


def _urls(opened: Opened, task: HumanTask, state: str, may_claim: bool, may_release: bool, hands: str) -> Urls:
    number, args = opened.ticket.number, Choice.of_request().args()
    at = {"task_id": task.id, **args}
    return Urls(
        complete=url_for("steps.complete", number=number, **at) if state == YOURS else "",
        claim=url_for("inbox.claim", **at) if state == FREE and may_claim else "",
        release=url_for("inbox.release", **at) if may_release and state in (YOURS, WAITS) else "",
        hand=url_for(f"inbox.{hands}", **at) if hands else "",
        wake=url_for("actions.wake", number=number, **args) if state == WAITS and opened.may("incident.wake") else "",
        draft=url_for("drafts.keep", key=task.id) if state == YOURS else "",
    )


def _who(state: str, holder: User | None, *, is_mine: bool) -> str:
    if is_mine:
        return str(gettext("assigned to you"))
    if holder is not None:
        return str(gettext("assigned to %(name)s", name=holder.name))
    return str(gettext("waits for the requester") if state == REQUESTER else gettext("nobody has it yet"))


def _text(state: str, task: HumanTask) -> str:
    if state == REQUESTER:
        return str(gettext("The requester was asked to confirm that it works. Without an answer it closes by itself."))
    if state == WAITS:
        return str(gettext("The ticket rests until word comes in. Go on by hand when you know more."))
    if state == THEIRS:
        return str(gettext("A colleague works on this step. Write an internal note to add what you know."))
    keys = set(task.candidate_groups)
    names = [group.name for group in people.groups(g.session) if group.key in keys]
    return str(gettext("Anybody in %(groups)s can take this step.", groups=", ".join(names)) if state == FREE else "")


def _others(task: HumanTask) -> list[User]:
    return [user for user in people.members(g.session, task.candidate_groups) if user.id != task.assignee_id]
