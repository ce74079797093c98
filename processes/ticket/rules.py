"""Rules of every ticket: which status several tokens amount to, and what may be written where."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Any

from engine.base.errors import RuleViolated


class Status(StrEnum):
    """Where a ticket stands; the value is the `praxis:phase` of the diagram's elements."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING_CUSTOMER = "waiting_customer"
    WAITING_VENDOR = "waiting_vendor"
    WAITING_PROBLEM = "waiting_problem"
    WAITING_EVIDENCE = "waiting_evidence"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


PRECEDENCE: tuple[Status, ...] = (
    # Where several tokens stand, the first of these that one of them stands for is what the ticket shows: while
    # anybody works, the ticket is worked on; it is resolved only when nothing open is left.
    Status.IN_PROGRESS,
    Status.NEW,
    Status.WAITING_CUSTOMER,
    Status.WAITING_EVIDENCE,
    Status.WAITING_VENDOR,
    Status.WAITING_PROBLEM,
    Status.RESOLVED,
    Status.CLOSED,
    Status.CANCELLED,
)

WAITING = frozenset(status for status in Status if status.startswith("waiting_"))
OPEN = frozenset({Status.NEW, Status.IN_PROGRESS}) | WAITING
FINAL = frozenset({Status.CLOSED, Status.CANCELLED})


def status_of(phases: Collection[str]) -> Status | None:
    """Return what a ticket shows whose tokens stand for these phases; None when no token stands for any."""
    return next((status for status in PRECEDENCE if status in phases), None)


TITLE_LENGTH = 200
TEXT_LENGTH = 50_000
"""Longest title and longest description or comment, in characters."""

SCALE = (1, 2, 3)
"""Impact and urgency: 1 high, 2 medium, 3 low."""


def check_title(title: str) -> list[str]:
    """Return the error codes for a cleaned title."""
    if not title:
        return ["input.required"]
    return ["input.too-long"] if len(title) > TITLE_LENGTH else []


def check_text(text: str, *, is_required: bool = True) -> list[str]:
    """Return the error codes for a cleaned description or comment."""
    if not text:
        return ["input.required"] if is_required else []
    return ["input.too-long"] if len(text) > TEXT_LENGTH else []


def check_scale(value: Any) -> list[str]:
    """Return the error codes for an impact or an urgency, of whatever type it came."""
    return [] if value in SCALE and not isinstance(value, bool) else ["ticket.bad-scale"]


def check_status(status: str, allowed: Iterable[Status], code: str) -> None:
    """Raise RuleViolated with this code unless the ticket stands in one of the allowed states."""
    if status not in frozenset(allowed):
        raise RuleViolated(code, status=status)
