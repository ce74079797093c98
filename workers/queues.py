"""What RQ calls by name when the bell rings (`engine.base.bell`): drain quick rows here, or run one call."""

import time

from rq import get_current_job

from engine.base import bell
from workers import desk, stopping

DRAIN_SECONDS = 20.0  # then the next ring, so that a worker on several queues looks at the others


def drain(queue: str) -> None:
    """Work the due rows of a quick queue in this process; ring again when time was up before they were."""
    ring = get_current_job()
    if ring is not None and ring.connection is not None:
        ring.connection.delete(bell.coalesce_key(queue))  # before the first look: a commit from now on rings again
    until = time.monotonic() + DRAIN_SECONDS
    if desk.runner().drain(queue, until=until, is_stopping=stopping.asked.is_set) and not stopping.asked.is_set():
        desk.the_bell().drain(queue)


def run_job(job_id: str) -> None:
    """Run one row, in a process that RQ forked for it."""
    desk.runner().run_job(job_id)
