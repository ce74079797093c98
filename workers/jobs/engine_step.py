"""Steps the engine left to a job because they concern another instance: no unit of work holds two instance locks."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine import jobs
from engine.jobs import Claimed
from workers.registry import Kind

Step = Callable[[Session, Mapping[str, Any]], None]


class EngineStep(Kind):
    """A kind of job that the engine itself knows how to do, wholly inside one transaction."""

    def __init__(self, name: str, step: Step) -> None:
        self.name = name
        self._step = step

    def perform(self, job: Claimed, prepared: Any) -> Any:
        return prepared

    def done(self, session: Session, job: Claimed, result: Any) -> None:
        jobs.finish(session, job.id, job.lease_token)
        self._step(session, result)
