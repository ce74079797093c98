"""Giving a file of a ticket back to somebody who may see it."""

from urllib.parse import quote

from flask import Blueprint, Response, g
from flask.typing import ResponseReturnValue
from werkzeug.http import dump_options_header

from engine.base.errors import NotFound
from processes.attachments import operations as attachments
from processes.ticket import queries
from web.guard import requires
from web.pages.opened import open_ticket

blueprint = Blueprint("files", __name__)

SHOWN_IN_PLACE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Everything else is downloaded: a browser must never run what somebody attached."""


@blueprint.get("/files/<file_id>")
@requires("incident.read")
def fetch(file_id: str) -> ResponseReturnValue:
    """Send one file; an internal one only to those who read notes."""
    file = attachments.get(g.session, file_id)
    opened = open_ticket(queries.number_of(g.session, file.ticket_id))
    if not file.is_public and not opened.may("incident.read-notes"):
        raise NotFound("attachments.no-such-file", id=file_id)
    content = b"".join(attachments.content(g.session, file))
    answer = Response(content, mimetype=file.media_type)
    how = "inline" if file.media_type in SHOWN_IN_PLACE else "attachment"
    answer.headers["Content-Disposition"] = dump_options_header(
        how, {"filename*": f"UTF-8''{quote(file.name, safe='')}"}
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
