"""Keeping on the server what somebody is typing, so that a closed browser or a lost line loses nothing."""

import re
from typing import Any

from flask import Blueprint, g, jsonify, request
from flask.typing import ResponseReturnValue

from engine.base.errors import InvalidInput
from processes.ticket import operations, queries
from web.guard import requires

blueprint = Blueprint("drafts", __name__)

REPORT = "report"
LARGEST = 200_000
"""Most characters of one draft, all fields together."""

_KEY = re.compile(r"[0-9a-z-]{1,32}")


@blueprint.put("/drafts/<key>")
@requires("account.edit")
def keep(key: str) -> ResponseReturnValue:
    """Keep a draft under `report`, the id of a ticket (a reply) or of a human task (its form)."""
    typed = request.get_json()
    if not _KEY.fullmatch(key) or not _is_typed(typed):
        raise InvalidInput("drafts.unreadable")
    operations.keep_draft(g.session, g.viewer, key, typed)
    return jsonify(kept=True)


def kept(key: str) -> dict[str, Any]:
    """Return what the person signed in has typed so far."""
    draft = queries.draft(g.session, g.viewer, key)
    return dict(draft.data) if draft else {}


def forget(key: str) -> None:
    """Drop the draft of the person signed in: what was typed has been sent."""
    operations.forget_draft(g.session, g.viewer, key)


def _is_typed(typed: Any) -> bool:
    return (
        isinstance(typed, dict)
        and all(isinstance(value, str) for value in typed.values())
        and sum(len(name) + len(value) for name, value in typed.items()) <= LARGEST
    )
