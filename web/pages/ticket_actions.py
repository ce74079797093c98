"""What people do on a ticket: complete its step, write, wake, re-prioritise, escalate, cancel."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engine import forms, inbox
from engine.base.errors import AlreadyDone, Conflict, InvalidInput, RuleViolated
from processes import choices
from processes.incident import operations
from processes.people.rules import require
from processes.ticket import queries, submissions
from web.error_texts import field_sentences, sentence_of
from web.guard import requires
from web.i18n import choose_language
from web.pages import drafts, tickets
from web.pages.conflict import conflict_page
from web.pages.conversation import attach_all, sent_files
from web.pages.inbox_list import Choice
from web.pages.opened import Opened, open_ticket

blueprint = Blueprint("actions", __name__, url_prefix="/tickets/<number>")
steps = Blueprint("steps", __name__, url_prefix="/tickets/<number>/steps")


@steps.post("/<task_id>")
@requires("task.complete")
def complete(number: str, task_id: str) -> ResponseReturnValue:
    """Complete a human task with its form: the process goes on from there."""
    opened = open_ticket(number)

    def act() -> None:
        task = inbox.get(g.session, task_id)
        require(g.viewer, "task.complete", *queries.relations_to_task(g.viewer, task, opened.ticket))
        form, language = inbox.form_of(g.session, task), choose_language()
        texts = {name: values for name, values in request.form.lists() if form and name in form.by_name}
        data = forms.from_text(form, texts) if form else {}
        sources = choices.sources(g.session, language)
        inbox.complete(g.session, task_id, data, actor=g.actor, language=language, sources=sources)

    return _answer(opened, act, gettext("Done. The ticket has moved on."), about=task_id)


@blueprint.post("/say")
@requires("incident.reply")
def say(number: str) -> ResponseReturnValue:
    """Write a public reply or an internal note, with files."""
    is_public = request.form.get("visibility") != "internal"
    opened = open_ticket(number, "incident.reply" if is_public else "incident.note")

    def act() -> None:
        submissions.begin(g.session, g.viewer.id, request.form.get("submission", ""))
        speak = operations.reply if is_public else operations.note
        comment = speak(g.session, number, request.form.get("text", ""), actor=g.actor)
        attach_all(opened.ticket, sent_files(), is_public=is_public, comment_id=comment.id)
        drafts.forget(opened.ticket.id)

    done = gettext("Sent to the requester.") if is_public else gettext("Noted for colleagues.")
    return _answer(opened, act, done, about="say")


@blueprint.post("/wake")
@requires("incident.wake")
def wake(number: str) -> ResponseReturnValue:
    """Go on with a waiting ticket."""
    opened, note = open_ticket(number, "incident.wake"), request.form.get("note", "")
    done = gettext("The ticket is back at work.")
    return _answer(opened, lambda: operations.wake(g.session, number, actor=g.actor, note=note), done, about="wake")


@blueprint.post("/reprioritise")
@requires("incident.reprioritise")
def reprioritise(number: str) -> ResponseReturnValue:
    """Change impact and urgency; the table derives the priority."""
    opened = open_ticket(number, "incident.reprioritise")

    def act() -> None:
        operations.reprioritise(
            g.session,
            number,
            impact=_whole("impact"),
            urgency=_whole("urgency"),
            reason=request.form.get("reason", ""),
            actor=g.actor,
            version=_whole("version"),
        )

    return _answer(opened, act, gettext("Changed. The priority was derived anew."), about="reprioritise")


@blueprint.post("/escalate")
@requires("incident.escalate")
def escalate(number: str) -> ResponseReturnValue:
    """Ask the leads for attention."""
    opened, reason = open_ticket(number, "incident.escalate"), request.form.get("reason", "")
    done = gettext("The leads have been told.")
    act = lambda: operations.escalate(g.session, number, reason, actor=g.actor)  # noqa: E731
    return _answer(opened, act, done, about="escalate")


@blueprint.post("/cancel")
@requires("incident.cancel")
def cancel(number: str) -> ResponseReturnValue:
    """End a ticket without a solution."""
    opened, reason = open_ticket(number, "incident.cancel"), request.form.get("reason", "")
    done = gettext("Cancelled. The requester has been told why.")
    act = lambda: operations.cancel(g.session, number, reason, actor=g.actor)  # noqa: E731
    return _answer(opened, act, done, about="cancel")


def _answer(opened: Opened, act: Callable[[], object], done: str, *, about: str) -> ResponseReturnValue:
    """Do it and go back to the ticket; or show what was wrong, or who was faster, with everything that was typed."""
    typed = _typed()
    try:
        with g.session.begin_nested():
            act()
    except AlreadyDone as error:
        if about == "say":
            flash(gettext("You have sent this already; it counts once."), "info")
            return _back(opened)
        return conflict_page(opened, error, typed), 409
    except Conflict as error:
        return conflict_page(opened, error, typed), 409
    except RuleViolated as error:
        flash(sentence_of(error), "info")
        return _back(opened)
    except InvalidInput as error:
        return tickets.page_of(opened, about=about, errors=field_sentences(error), typed=typed), 422
    flash(done, "done")
    return _back(opened)


def _back(opened: Opened) -> ResponseReturnValue:
    args = Choice.of_request().args() if "view" in request.args else {}
    return redirect(url_for("tickets.show", number=opened.ticket.number, **args), 303)


def _typed() -> Mapping[str, Any]:
    ours = {"csrf_token", "submission", "version"}
    return {
        name: values[-1] if len(values) == 1 else values for name, values in request.form.lists() if name not in ours
    }


def _whole(name: str) -> int:
    text = request.form.get(name, "")
    if not text.isdecimal() or len(text) > 9:
        raise InvalidInput("input.invalid", {name: ["input.required"]})
    return int(text)
