"""What a requester answers: a reply, yes it works, no it does not, it broke again, I no longer need it."""

from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engine.base.errors import AlreadyDone, InvalidInput, RuleViolated
from processes.incident import operations
from processes.ticket import submissions
from processes.ticket.tables import Ticket
from web.error_texts import field_sentences, sentence_of
from web.guard import requires
from web.pages import drafts, portal
from web.pages.conversation import attach_all, sent_files
from web.pages.opened import Opened, open_ticket

blueprint = Blueprint("answers", __name__, url_prefix="/portal/<number>")


@blueprint.post("/reply")
@requires("incident.reply")
def reply(number: str) -> ResponseReturnValue:
    """Add a turn with its files."""
    opened = open_ticket(number, "incident.reply")

    def act() -> None:
        submissions.begin(g.session, g.viewer.id, request.form.get("submission", ""))
        comment = operations.reply(g.session, number, request.form.get("text", ""), actor=g.actor)
        attach_all(opened.ticket, sent_files(), comment_id=comment.id)
        drafts.forget(opened.ticket.id)

    return _answer(opened, act, gettext("Sent. We have your message."))


@blueprint.post("/confirm")
@requires("incident.confirm")
def confirm(number: str) -> ResponseReturnValue:
    """Agree that it works."""
    opened = open_ticket(number, "incident.confirm")
    return _answer(
        opened, lambda: operations.confirm(g.session, number, actor=g.actor), gettext("Thank you. It is closed.")
    )


@blueprint.post("/refuse")
@requires("incident.refuse")
def refuse(number: str) -> ResponseReturnValue:
    """Say what still does not work."""
    opened, reason = open_ticket(number, "incident.refuse"), request.form.get("reason", "")
    done = gettext("We go on working on it. Thank you for telling us.")
    return _answer(
        opened,
        lambda: operations.refuse_solution(g.session, number, reason, actor=g.actor),
        done,
        unfolded="refuse",
    )


@blueprint.post("/reopen")
@requires("incident.reopen")
def reopen(number: str) -> ResponseReturnValue:
    """Say that it broke again."""
    opened, reason = open_ticket(number, "incident.reopen"), request.form.get("reason", "")
    done = gettext("It is open again; we are on it.")
    return _answer(opened, lambda: operations.reopen(g.session, number, reason, actor=g.actor), done, unfolded="reopen")


@blueprint.post("/cancel")
@requires("incident.cancel")
def cancel(number: str) -> ResponseReturnValue:
    """Take the request back."""
    opened, why = open_ticket(number, "incident.cancel"), request.form.get("why", "")
    done = gettext("It is cancelled.")
    return _answer(opened, lambda: operations.cancel(g.session, number, why, actor=g.actor), done, unfolded="cancel")


def _answer(opened: Opened, act: Callable[[], Ticket | None], done: str, *, unfolded: str = "") -> ResponseReturnValue:
    """Do it, and show the request again: with thanks, or with what was wrong and everything that was typed."""
    number = opened.ticket.number
    try:
        with g.session.begin_nested():
            act()
    except AlreadyDone:
        flash(gettext("You have sent this already; it counts once."), "info")
    except RuleViolated as error:
        flash(sentence_of(error), "info")
    except InvalidInput as error:
        errors = field_sentences(error)
        fields = {"comment": "reason"} if unfolded == "refuse" else {"reason": "why"} if unfolded == "cancel" else {}
        errors = {fields.get(name, name): sentences for name, sentences in errors.items()}
        return portal.page_of(opened, errors, dict(request.form), unfolded), 422
    else:
        flash(done, "done")
    return redirect(url_for("portal.show", number=number), 303)
