"""Outcomes of remote service tasks, stored by the holder of the lease in the transaction that moves the token."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy.orm import Session

from engine import execution, history, jobs
from engine.base.actor import Actor
from engine.base.errors import AlreadyDone, AppError, NotFound, RuleViolated
from engine.spiff.run import Run

CALL_FAILED = "connector.failed"  # what an error boundary without a code of its own catches when a call is given up


def answer(session: Session, claimed: jobs.Claimed, result: Mapping[str, Any]) -> None:
    """Store what the outside system answered; raises Conflict when the lease was lost meanwhile."""
    jobs.finish(session, claimed.id, claimed.lease_token)
    details = {"job": claimed.id, "attempt": claimed.attempt}
    _move(
        session, claimed, lambda run, task_id: run.answer(task_id, result), history.Entry("answered", details=details)
    )


def bpmn_error(session: Session, claimed: jobs.Claimed, code: str, message: str) -> None:
    """Store a modelled error: a boundary event of this very element catches it, else it is a fault."""
    jobs.finish(session, claimed.id, claimed.lease_token)
    _move(session, claimed, lambda run, task_id: _fail(run, task_id, code, {"message": message}))


def failed(session: Session, claimed: jobs.Claimed, error: AppError | Exception) -> None:
    """Give a call up: an error boundary may still catch `connector.failed`, otherwise the token is a fault.

    Retrying that fault brings the very same job back to life, under the same idempotency key.
    """
    code = error.code if isinstance(error, AppError) else "engine.unexpected"
    fingerprint = execution.fingerprint(claimed.kind, claimed.element_id, code)
    jobs.bury(session, claimed.id, claimed.lease_token, error=str(error), fingerprint=fingerprint)
    payload = {"cause": code, "message": str(error)}
    _move(session, claimed, lambda run, task_id: _fail(run, task_id, CALL_FAILED, payload))


def _fail(run: Run, task_id: str, code: str, payload: Mapping[str, Any]) -> None:
    run.fail(task_id, code, payload)


def _move(
    session: Session, claimed: jobs.Claimed, act: Callable[[Run, str], None], entry: history.Entry | None = None
) -> None:
    task_id = claimed.task_id
    assert task_id is not None
    assert claimed.instance_id is not None
    with suppress(NotFound, AlreadyDone, RuleViolated):  # the token went on without the answer: nobody asks any more
        execution.step(
            session, claimed.instance_id, lambda run: act(run, task_id), actor=Actor("job", claimed.id), entry=entry
        )
