"""Reporting an incident: three answers and a picture, in under a minute on a phone."""

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engine import definitions, forms
from engine.base.errors import AlreadyDone, InvalidInput
from engine.base.ids import new_id
from engine.forms import Form
from processes.incident import operations
from processes.incident.operations import OpenIncident
from processes.ticket import submissions
from web.error_texts import field_sentences
from web.guard import requires
from web.i18n import choose_language
from web.pages import drafts
from web.pages.conversation import attach_all, sent_files
from web.rendering import render

blueprint = Blueprint("report", __name__, url_prefix="/report")

FORM = "report"


@blueprint.get("/")
@requires("incident.open")
def ask() -> ResponseReturnValue:
    """Show the form, with what was typed before and not sent."""
    return _page(_form(), drafts.kept(drafts.REPORT))


@blueprint.post("/")
@requires("incident.open")
def send() -> ResponseReturnValue:
    """Open an incident; a second send of the same form leads to the first one's ticket."""
    form, key = _form(), request.form.get("submission", "")
    typed = {name: value for name, value in request.form.items() if name not in {"csrf_token", "submission"}}
    try:
        with g.session.begin_nested():
            submissions.begin(g.session, g.viewer.id, key)
            number = _open(form)
            submissions.end(g.session, g.viewer.id, key, number)
            drafts.forget(drafts.REPORT)
    except AlreadyDone as done:
        flash(gettext("You have sent this already: here it is."), "info")
        return redirect(url_for("portal.show", number=done.params["outcome"]), 303)
    except InvalidInput as error:
        return _page(form, typed, field_sentences(error), key), 422
    flash(gettext("Received as %(number)s. We write to you at each step.", number=number), "done")
    return redirect(url_for("portal.show", number=number), 303)


def _form() -> Form:
    newest = definitions.latest(g.session, operations.KIND)
    return definitions.loaded(g.session, newest.id).forms[FORM]


def _open(form: Form) -> str:
    texts = {name: values for name, values in request.form.lists() if name in form.by_name}
    answers = forms.validate(form, forms.from_text(form, texts), choose_language())
    ticket = operations.open_incident(
        g.session,
        OpenIncident(
            title=answers["title"],
            description=answers["description"] or "",
            impact=answers["impact"],
            urgency=answers["urgency"],
        ),
        actor=g.actor,
    )
    attach_all(ticket, sent_files())
    return ticket.number


def _page(
    form: Form, typed: dict[str, Any], errors: dict[str, list[str]] | None = None, submission: str | None = None
) -> str:
    return render(
        "portal/report.html",
        fields=forms.fields(form, typed, errors, choose_language()),
        errors=errors or {},
        submission=submission or new_id(),
        draft_url=url_for("drafts.keep", key=drafts.REPORT),
        most_megabytes=current_app.extensions["praxis.settings"].upload_megabytes,
    )
