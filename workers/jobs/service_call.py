"""Remote service tasks: the connector is called outside any transaction, the token moves with the answer."""

from typing import Any

from sqlalchemy.orm import Session

from engine import service_calls
from engine.base.errors import AppError, BpmnError
from engine.jobs import Claimed
from workers.connectors import catalogue
from workers.connectors.contract import Call
from workers.registry import Kind


class RemoteCall(Kind):
    """One visit of a remote service task; the diagram says whether repeating it is harmless (`praxis:idempotent`)."""

    name = "service.call"

    def is_repeatable(self, job: Claimed) -> bool:
        return bool(job.payload["idempotent"])

    def perform(self, job: Claimed, prepared: Any) -> Any:
        connector = catalogue.find(prepared["connector"])
        return connector.call(Call(prepared["operation"], prepared["inputs"], key=job.idempotency_key))

    def done(self, session: Session, job: Claimed, result: Any) -> None:
        service_calls.answer(session, job, result)

    def modelled(self, session: Session, job: Claimed, error: BpmnError) -> None:
        service_calls.bpmn_error(session, job, error.error_code, error.message)

    def failed(self, session: Session, job: Claimed, error: AppError) -> None:
        service_calls.failed(session, job, error)
