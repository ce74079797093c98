"""Kinds of jobs: each says how to read what it needs, do the work outside any transaction, and store the outcome."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine import execution, faults, jobs
from engine.base.errors import AppError, BpmnError, ServiceMissing
from engine.jobs import Claimed


class Kind:
    """One kind of job.

    `read` and the endings run in a unit of work of the job's tenant; `perform` runs outside, under a lease that a
    heartbeat prolongs, and may be repeated with the same `job.idempotency_key`.
    """

    name: str
    lease_seconds: float = 60.0  # at least three times what a call of this kind takes at its slowest per cent

    def is_repeatable(self, job: Claimed) -> bool:
        """Return whether doing it twice is harmless, so that an unknown outcome may be tried again."""
        return True

    def read(self, session: Session, job: Claimed) -> Any:
        """Return what `perform` needs."""
        return job.payload

    def perform(self, job: Claimed, prepared: Any) -> Any:
        """Do the work and return its result; raises as the connector contract says."""
        raise NotImplementedError

    def done(self, session: Session, job: Claimed, result: Any) -> None:
        """Store a result; `jobs.finish` is the fence."""
        jobs.finish(session, job.id, job.lease_token)

    def modelled(self, session: Session, job: Claimed, error: BpmnError) -> None:
        """Store an error the diagram may catch; kinds without a diagram fail."""
        self.failed(session, job, error)

    def failed(self, session: Session, job: Claimed, error: AppError) -> None:
        """Bury the job and leave a fault to an operator."""
        fingerprint = execution.fingerprint(job.kind, job.element_id, error.code)
        jobs.bury(session, job.id, job.lease_token, error=str(error), fingerprint=fingerprint)
        faults.raise_for_job(session, job, error.code, str(error), fingerprint)


class Missing(Kind):
    """Stands for a kind nobody knows (a newer version wrote the row): it fails with a sentence that says so."""

    def __init__(self, name: str) -> None:
        self.name = name

    def perform(self, job: Claimed, prepared: Any) -> Any:
        raise ServiceMissing("jobs.kind-missing", kind=self.name)


class Registry:
    """The kinds of one process."""

    def __init__(self, *kinds: Kind) -> None:
        self._kinds: Mapping[str, Kind] = {kind.name: kind for kind in kinds}

    def find(self, name: str) -> Kind:
        """Return the kind of this name, or one that fails and says that it is missing."""
        return self._kinds.get(name) or Missing(name)
