"""Faults and definitions: what operators retry and designers deploy."""

from collections.abc import Sequence
from typing import Any

from flask import g, request
from sqlalchemy import select

from engine import definitions, faults
from engine.base.errors import InvalidInput
from engine.tables import Definition, Fault
from processes.text import clean
from web.api.blueprint import ApiBlueprint
from web.api.once import once
from web.guard import requires
from web.schemas import cockpit as shapes

blueprint = ApiBlueprint("api_cockpit", __name__, description="Faults and definitions")


@blueprint.route("/faults", methods=["GET"])
@requires("faults.read")
@blueprint.arguments(shapes.FaultQuery, location="query")
@blueprint.response(200, shapes.FaultListOutput)
def list_faults(query: dict[str, Any]) -> dict[str, Any]:
    """List faults, the newest first; `after` is the id of the last one seen."""
    limit = query.pop("limit")
    rows = faults.page(g.session, limit=limit + 1, **query)
    return {"rows": rows[:limit], "next": rows[limit - 1].id if len(rows) > limit else None}


@blueprint.route("/faults/<fault_id>/retry", methods=["POST"])
@requires("faults.retry")
@once
@blueprint.arguments(shapes.RetryInput)
@blueprint.response(200, shapes.FaultOutput)
def retry_fault(given: dict[str, Any], fault_id: str) -> Fault:
    """Try again what failed, with corrected variables."""
    return faults.retry(g.session, fault_id, actor=g.actor, patch=given["patch"])


@blueprint.route("/definitions", methods=["GET"])
@requires("definitions.read")
@blueprint.response(200, shapes.DefinitionOutput(many=True))
def list_definitions() -> Sequence[Definition]:
    """List deployed versions, the newest first."""
    newest = Definition.deployed_at.desc(), Definition.id.desc()
    return g.session.scalars(select(Definition).order_by(*newest).limit(200)).all()  # type: ignore[no-any-return]


@blueprint.route("/definitions", methods=["POST"])
@requires("definitions.deploy")
@once
@blueprint.response(201, shapes.DefinitionOutput)
def deploy() -> Definition:
    """Deploy a folder, sent as parts `file` of multipart/form-data whose names are paths, with a `note`.

    A folder that must not run is refused with every finding: file, line, element and a hint.
    """
    files = {file.filename or "": file.read() for file in request.files.getlist("file")}
    if not files:
        raise InvalidInput("input.invalid", {"file": ["input.required"]})
    return definitions.deploy(g.session, files, author=g.actor, note=clean(request.form.get("note", "")))
