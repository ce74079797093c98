"""The heartbeat of held jobs: a thread that prolongs their leases while the work goes on elsewhere in the process."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from sqlalchemy.exc import SQLAlchemyError

from engine import jobs
from engine.base import log
from engine.base.db import Database
from engine.base.errors import AppError
from engine.jobs import Claimed

LOG = log.get_logger("workers")


@contextmanager
def prolonged(database: Database, held: Iterable[Claimed], lease_seconds: float) -> Iterator[None]:
    """Prolong the leases of `held` at a third of their length until the block ends.

    The holder takes settled jobs out of `held` (a dictionary's values view, say) as it goes.
    """
    finished = Event()

    def beat() -> None:
        while not finished.wait(lease_seconds / 3):
            for job in list(held):
                _prolong(database, job, lease_seconds)

    thread = Thread(target=beat, name="leases", daemon=True)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()


def _prolong(database: Database, job: Claimed, lease_seconds: float) -> None:
    try:
        database.run(
            lambda session: jobs.extend(session, job.id, job.lease_token, lease_seconds), tenant_id=job.tenant_id
        )
    except (AppError, SQLAlchemyError) as error:  # settled a moment ago, lost, or no database: the fence decides later
        LOG.info("lease.not-prolonged", job_id=job.id, reason=str(error))
