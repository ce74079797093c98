"""How the caller stands to what an address names; what they may not see is not there for them."""

from flask import g

from engine import inbox
from engine.base.errors import NotFound
from engine.tables import HumanTask
from processes.incident import operations
from processes.people.rules import may
from processes.ticket import queries
from processes.ticket.tables import Ticket
from web.guard import permit


def incident(number: str, operation: str) -> Ticket:
    """Return the incident when the caller may do the operation to it; raises NotFound or Forbidden."""
    ticket = operations.get_incident(g.session, number)
    relations = queries.relations(g.session, g.viewer, ticket)
    if not may(g.viewer, "incident.read", *relations):
        raise NotFound("ticket.no-such-ticket", number=number)
    permit(operation, *relations)
    return ticket


def human_task(task_id: str, operation: str) -> HumanTask:
    """Return the human task when the caller may do the operation to it; raises NotFound, AlreadyDone or Forbidden."""
    task = inbox.get(g.session, task_id)
    ticket = queries.get(g.session, task.business_key)
    relations = queries.relations_to_task(g.viewer, task, ticket)
    if not may(g.viewer, "task.read", *relations):
        raise NotFound("inbox.task-missing", human_task_id=task_id)
    permit(operation, *relations)
    return task
