"""Faults for operators: what stopped, why in plain words, and trying again, one by one or all of a kind."""

import json
from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from engine import faults
from engine.base.errors import InvalidInput
from engine.tables import Fault
from web.error_texts import of_code
from web.guard import requires
from web.rendering import render

blueprint = Blueprint("faults", __name__, url_prefix="/faults")

PAGE_SIZE = 30
LONGEST_PATCH = 20_000


@blueprint.get("/")
@requires("faults.read")
def index() -> ResponseReturnValue:
    """Show open faults, grouped by what they have in common."""
    return _page({})


@blueprint.post("/<fault_id>/retry")
@requires("faults.retry")
def retry(fault_id: str) -> ResponseReturnValue:
    """Try one again, with variables set first when the operator gives some."""
    typed = request.form.get("patch", "")
    try:
        patch = _patch(typed)
    except InvalidInput as error:
        return _page({"id": fault_id, "patch": typed[:LONGEST_PATCH], "problems": error.fields["patch"]}), 422
    faults.retry(g.session, fault_id, actor=g.actor, patch=patch)
    flash(_("The step is being tried again. If it fails, a new fault appears here."), "done")
    return redirect(url_for(".index"))


@blueprint.post("/kind/<fingerprint>/retry")
@requires("faults.retry")
def retry_all(fingerprint: str) -> ResponseReturnValue:
    """Try again every outside call that failed in the same way."""
    count = faults.retry_all(g.session, fingerprint, actor=g.actor)
    flash(ngettext("%(num)d call is tried again.", "%(num)d calls are tried again.", count), "done")
    return redirect(url_for(".index"))


def _page(attempt: dict[str, Any]) -> str:
    fingerprint, after = request.args.get("kind") or None, request.args.get("after") or None
    found = faults.page(g.session, fingerprint=fingerprint, after=after, limit=PAGE_SIZE + 1)
    rows = [_row(fault) for fault in found[:PAGE_SIZE]]
    more = url_for(".index", kind=fingerprint, after=rows[-1]["id"]) if len(found) > PAGE_SIZE else None
    kinds = [
        {"fingerprint": kind.fingerprint, "text": of_code(kind.code), "element": kind.element_id, "count": kind.count}
        for kind in faults.groups(g.session)
    ]
    return render("faults/index.html", rows=rows, kinds=kinds, chosen=fingerprint, more=more, attempt=attempt)


def _row(fault: Fault) -> dict[str, Any]:
    details = fault.details or {}
    return {
        "id": fault.id,
        "ticket": fault.business_key,
        "element": fault.element_id,
        "code": fault.code,
        "text": of_code(fault.code, **details),
        "details": json.dumps(details, ensure_ascii=False, indent=2),
        "raised_at": fault.raised_at,
        "is_job": fault.job_id is not None,
    }


def _patch(typed: str) -> dict[str, Any]:
    """Read the variables to set; raises InvalidInput when it is not a JSON object."""
    if not typed.strip():
        return {}
    try:
        patch = json.loads(typed) if len(typed) <= LONGEST_PATCH else None
    except (ValueError, RecursionError):
        patch = None
    if not isinstance(patch, dict):
        raise InvalidInput("input.invalid", {"patch": [_('Give a JSON object such as {"amount": 10}.')]})
    return patch
