"""The relay: rings again for rows that nobody took, gives up those that killed their worker each time, tidies RQ."""

import redis
from rq import Queue
from rq.registry import StartedJobRegistry

from engine import jobs
from engine.base import clock
from engine.base.bell import Bell
from engine.base.db import Database
from workers.runner import Runner


def ring_again(database: Database, bell: Bell) -> int:
    """Ring for every due row that nobody holds; return how many there are. Rings that were heard are not repeated."""
    rows = database.run(lambda session: jobs.unrung(session, now=clock.now()), readonly=True)
    for queue, job_id, attempts in rows:
        if queue == jobs.CALLS:
            bell.run_job(queue, job_id, attempts)
    for queue in {queue for queue, _job_id, _attempts in rows} - {jobs.CALLS}:
        bell.drain(queue)
    return len(rows)


def bury_exhausted(database: Database, runner: Runner) -> int:
    """Leave jobs to an operator that lost their worker on their last attempt; return how many."""
    lost = database.run(jobs.exhausted)
    for job in lost:
        runner.bury(job)
    return len(lost)


def tidy_registries(broker: redis.Redis) -> None:
    """Let RQ notice workers that died: by itself it would look every ten minutes only."""
    for name in (jobs.QUICK, jobs.CALLS):
        StartedJobRegistry(queue=Queue(name, connection=broker, serializer="json")).cleanup()
