"""What becomes of a job after an error: one table, read from the top.

    error                             repeatable call     other call
    BpmnError                         boundary event      boundary event
    OutcomeUnknown, time limit        back off            give up: a person looks
    Transient                         back off            back off
    Conflict, Busy, database lock     again, not counted  again, not counted
    everything else                   give up             give up

"Give up" makes a fault. An error nobody foresaw gives up at once: repeating a programming error repairs nothing.
"""

from dataclasses import dataclass

from rq.timeouts import BaseTimeoutException
from sqlalchemy.exc import DBAPIError

from engine.base.db import is_lock_conflict
from engine.base.errors import AppError, BpmnError, Busy, Conflict, Permanent, Transient
from workers.connectors.contract import OutcomeUnknown


@dataclass(frozen=True)
class Modelled:
    """The diagram knows this error."""

    error: BpmnError


@dataclass(frozen=True)
class BackOff:
    """Try again by plan, no earlier than the outside system asks for."""

    error: AppError
    retry_after_seconds: float | None = None


@dataclass(frozen=True)
class Again:
    """Somebody was faster or a lock stood in the way; this attempt does not count."""

    error: AppError


@dataclass(frozen=True)
class GiveUp:
    """A person has to look."""

    error: AppError


Verdict = Modelled | BackOff | Again | GiveUp


def verdict_on(error: Exception, *, repeatable: bool) -> Verdict:
    """Judge an error of a job by the table of the module docstring."""
    known = told_in_our_words(error)
    match known:
        case BpmnError():
            return Modelled(known)
        case OutcomeUnknown() if not repeatable:
            return GiveUp(known)
        case Transient():
            return BackOff(known, known.retry_after_seconds)
        case Conflict() | Busy():
            return Again(known)
        case _:
            return GiveUp(known)


def told_in_our_words(error: Exception) -> AppError:
    """Return the error as one of ours: a time limit is an unknown outcome, anything unforeseen a permanent failure."""
    if isinstance(error, AppError):
        return error
    if isinstance(error, BaseTimeoutException):
        return OutcomeUnknown("jobs.time-limit", limit=str(error))
    if is_lock_conflict(error) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return Busy("db.busy")
    return Permanent("jobs.unforeseen", error=type(error).__name__, details=str(error)[:1000])
