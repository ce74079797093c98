"""The start page: everybody lands where their work is."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from web import navigation
from web.guard import requires

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires("account.edit")
def index() -> ResponseReturnValue:
    """Go to the first place of one's navigation."""
    places = navigation.visible()
    return redirect(places[0]["href"] if places else url_for("account.show"))
