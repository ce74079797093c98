"""When the verbs of incident management are allowed; what happens then is drawn in `bpmn/incident`."""

from engine.base.errors import RuleViolated
from processes.ticket.rules import FINAL, OPEN, Status, check_status

RESOLUTION_CODES = ("fixed", "workaround", "no_fault", "duplicate")
DEFAULT_IMPACT, DEFAULT_URGENCY = 3, 3


def check_cancel(status: str) -> None:
    """An incident is cancelled while it is not over; raises RuleViolated (`incident.already-over`)."""
    check_status(status, OPEN | {Status.RESOLVED}, "incident.already-over")


def check_open(status: str) -> None:
    """Priority and escalation concern an incident that is being worked; raises RuleViolated."""
    check_status(status, OPEN, "incident.already-over" if status in FINAL else "incident.not-open")


def check_reply(status: str) -> None:
    """A cancelled incident takes no more replies; a closed one does (it can still be reopened)."""
    if status == Status.CANCELLED:
        raise RuleViolated("incident.already-over", status=status)


def check_reopen(status: str) -> None:
    """Only what is closed is reopened; the window is a timer of the diagram. Raises RuleViolated."""
    if status == Status.CANCELLED:
        raise RuleViolated("incident.already-over", status=status)
    check_status(status, {Status.CLOSED}, "incident.not-closed")
