"""The table of verdicts, row by row."""

import pytest
from rq.timeouts import JobTimeoutException
from sqlalchemy.exc import OperationalError

from engine.base.errors import (
    AlreadyClaimed,
    BpmnError,
    Busy,
    InvalidInput,
    NotFound,
    Permanent,
    RuleViolated,
    ServiceMissing,
    Transient,
)
from workers.connectors.contract import OutcomeUnknown
from workers.verdicts import Again, BackOff, GiveUp, Modelled, verdict_on

LOCKED = OperationalError("UPDATE", {}, Exception("database is locked"))


@pytest.mark.parametrize(
    ("error", "repeatable", "other"),
    [
        (BpmnError("PERSON_UNKNOWN"), Modelled, Modelled),
        (Transient("connector.busy"), BackOff, BackOff),
        (OutcomeUnknown("connector.cut-off"), BackOff, GiveUp),
        (JobTimeoutException("120 seconds"), BackOff, GiveUp),
        (AlreadyClaimed("inbox.already-claimed"), Again, Again),
        (Busy("db.busy"), Again, Again),
        (LOCKED, Again, Again),
        (Permanent("connector.refused"), GiveUp, GiveUp),
        (InvalidInput("form.invalid"), GiveUp, GiveUp),
        (RuleViolated("incident.closed"), GiveUp, GiveUp),
        (NotFound("ticket.unknown"), GiveUp, GiveUp),
        (ServiceMissing("connector.missing"), GiveUp, GiveUp),
        (KeyError("a programming error"), GiveUp, GiveUp),
    ],
    ids=lambda value: getattr(value, "__name__", None) or type(value).__name__,
)
def test_an_error_leads_to_its_verdict(error: Exception, repeatable: type, other: type) -> None:
    assert isinstance(verdict_on(error, repeatable=True), repeatable)
    assert isinstance(verdict_on(error, repeatable=False), other)


def test_the_pause_an_outside_system_asks_for_is_kept() -> None:
    verdict = verdict_on(Transient("connector.busy", retry_after_seconds=90), repeatable=True)
    assert verdict == BackOff(verdict.error, 90)


def test_an_unforeseen_error_says_what_it_was() -> None:
    verdict = verdict_on(ZeroDivisionError("division by zero"), repeatable=True)
    assert verdict.error.params == {"error": "ZeroDivisionError", "details": "division by zero"}
