"""Human tasks: the inbox and what people do with it."""

from typing import Any

from flask import g

from engine import inbox
from engine.base.errors import NotFound
from engine.tables import HumanTask
from processes import choices
from processes.people import queries as people
from processes.ticket import queries
from web.api import access, versions
from web.api.blueprint import ApiBlueprint
from web.api.once import once
from web.guard import requires
from web.schemas import tasks as shapes

blueprint = ApiBlueprint("api_tasks", __name__, description="Human tasks: the inbox")

Tagged = tuple[Any, dict[str, str]]


@blueprint.route("/tasks", methods=["GET"])
@requires("task.list")
@blueprint.arguments(shapes.TaskQuery, location="query")
@blueprint.response(200, shapes.TaskListOutput)
def list_tasks(query: dict[str, Any]) -> inbox.Page:
    """List human tasks in the order of their rank: mine, those of my groups, or all."""
    scope = query["scope"]
    return inbox.page(
        g.session,
        assignee_id=g.viewer.id if scope == "mine" else None,
        groups=sorted(g.viewer.group_keys) if scope == "groups" else None,
        unassigned=query["unassigned"],
        after=query.get("after"),
        limit=query["limit"],
    )


@blueprint.route("/tasks/<task_id>/claim", methods=["POST"])
@requires("task.claim")
@once
@blueprint.response(200, shapes.TaskOutput)
def claim(task_id: str) -> Tagged:
    """Take a task of one of my groups."""
    access.human_task(task_id, "task.claim")
    return _tagged(inbox.claim(g.session, task_id, actor=g.actor))


@blueprint.route("/tasks/<task_id>/release", methods=["POST"])
@requires("task.release")
@once
@blueprint.response(200, shapes.TaskOutput)
def release(task_id: str) -> Tagged:
    """Give a task back to whoever lent it, else to its groups."""
    access.human_task(task_id, "task.release")
    return _tagged(inbox.release(g.session, task_id, actor=g.actor))


@blueprint.route("/tasks/<task_id>/assign", methods=["POST"])
@requires("task.assign")
@once
@blueprint.arguments(shapes.AssignInput)
@blueprint.response(200, shapes.TaskOutput)
def assign(to: dict[str, str], task_id: str) -> Tagged:
    """Give a task to a person."""
    access.human_task(task_id, "task.assign")
    user = people.get_user(g.session, to["user_id"])
    return _tagged(inbox.assign(g.session, task_id, user.id, actor=g.actor))


@blueprint.route("/tasks/<task_id>/delegate", methods=["POST"])
@requires("task.delegate")
@once
@blueprint.arguments(shapes.AssignInput)
@blueprint.response(200, shapes.TaskOutput)
def delegate(to: dict[str, str], task_id: str) -> Tagged:
    """Lend a task to a person: releasing it brings it back."""
    access.human_task(task_id, "task.delegate")
    user = people.get_user(g.session, to["user_id"])
    return _tagged(inbox.delegate(g.session, task_id, user.id, actor=g.actor))


@blueprint.route("/tasks/<task_id>/form", methods=["GET"])
@requires("task.read")
@blueprint.response(200, shapes.FormOutput)
def read_form(task_id: str) -> dict[str, Any]:
    """Read what a task asks."""
    form = inbox.form_of(g.session, access.human_task(task_id, "task.read"))
    if form is None:
        raise NotFound("inbox.no-form", human_task_id=task_id)
    return {"key": form.key, "schema": form.schema, "sources": choices.sources(g.session, g.viewer.language)}


@blueprint.route("/tasks/<task_id>/complete", methods=["POST"])
@requires("task.complete")
@once
@blueprint.arguments(shapes.CompleteInput)
@blueprint.response(200, shapes.CompletedOutput)
def complete(answers: dict[str, Any], task_id: str) -> Any:
    """Complete a task with the answers of its form; a second time tells who did it before."""
    task = access.human_task(task_id, "task.complete")
    lists = choices.sources(g.session, g.viewer.language)
    number = task.business_key
    inbox.complete(g.session, task_id, answers["data"], actor=g.actor, language=g.viewer.language, sources=lists)
    return queries.get(g.session, number)


def _tagged(task: HumanTask) -> Tagged:
    return task, versions.tag(task)
