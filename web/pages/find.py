"""From a ticket number, as people type it, to the page of that ticket that suits the reader."""

import re

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.base.errors import NotFound
from web.guard import can, requires

blueprint = Blueprint("find", __name__)

_NUMBER = re.compile(r"\s*([A-Za-z]{3})-?(\d{1,9})\s*")


@blueprint.get("/find")
@requires("incident.read")
def ticket() -> ResponseReturnValue:
    """Lead agents to the desk and everybody else to the portal; raises NotFound for what is no number."""
    typed = _NUMBER.fullmatch(request.args.get("number", ""))
    if typed is None:
        raise NotFound("ticket.no-such-ticket", number=request.args.get("number", "")[:60])
    number = f"{typed[1].upper()}-{int(typed[2]):06d}"
    place = "tickets.show" if can("incident.read-notes") else "portal.show"
    return redirect(url_for(place, number=number))
