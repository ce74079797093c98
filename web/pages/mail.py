"""The letters of a desk that writes its mail into a folder instead of sending it: the demo, and rehearsals."""

from pathlib import Path

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from engine.base.errors import NotFound
from processes.notify import mail_folder
from web.guard import requires
from web.rendering import render
from web.transaction import without_database

blueprint = Blueprint("mail", __name__, url_prefix="/mail")


@blueprint.get("/")
@requires("mail.read")
@without_database
def index() -> ResponseReturnValue:
    """List the letters, the newest first."""
    folder = mail_folder.FOLDER.value()
    letters = [
        {"href": url_for(".show", name=entry.name), "subject": entry.subject, "to": entry.to, "at": entry.sent_at}
        for entry in (mail_folder.entries(folder) if folder else ())
    ]
    return render("mail/index.html", letters=letters, has_folder=folder is not None)


@blueprint.get("/<name>")
@requires("mail.read")
@without_database
def show(name: str) -> ResponseReturnValue:
    """Show one letter as plain text."""
    mail = mail_folder.read(_folder(), name)
    return render("mail/show.html", letter=mail.entry, text=mail.text)


def _folder() -> Path:
    folder = mail_folder.FOLDER.value()
    if folder is None:
        raise NotFound("notify.no-such-delivery", id="")
    return folder
