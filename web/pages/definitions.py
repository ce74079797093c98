"""Process definitions for designers: which versions stand, since when, by whom, and how many instances run in each."""

from itertools import groupby

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from engine import cockpit
from web.guard import requires
from web.rendering import render

blueprint = Blueprint("definitions", __name__, url_prefix="/definitions")


@blueprint.get("/")
@requires("definitions.read")
def index() -> ResponseReturnValue:
    """Show every practice with its versions, the newest first."""
    found = cockpit.versions(g.session)
    practices = [(key, list(rows)) for key, rows in groupby(found, key=lambda row: row.key)]
    return render("definitions/index.html", practices=practices)
