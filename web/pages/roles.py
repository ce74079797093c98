"""What each role may do: the truth table of the house, drawn for administrators."""

from itertools import groupby

from flask import Blueprint
from flask.typing import ResponseReturnValue

from processes.i18n import names
from processes.people.rules import PERMISSIONS, Role
from web.guard import requires
from web.i18n import named
from web.rendering import render

blueprint = Blueprint("roles", __name__, url_prefix="/roles")


@blueprint.get("/")
@requires("people.edit")
def index() -> ResponseReturnValue:
    """Show operations by area against roles."""
    areas = [
        (area, [(operation, [row[role] for role in Role]) for operation, row in rows])
        for area, rows in groupby(PERMISSIONS.items(), key=lambda item: item[0].partition(".")[0])
    ]
    return render("roles/index.html", areas=areas, roles=list(named(names.ROLES).values()))
