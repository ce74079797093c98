"""The RQ worker: forks for rows that call out, works quick rows in process, and leaves signs of life as rows."""

import time
from collections.abc import Sequence
from typing import Any

import redis
from rq import Queue, Worker
from rq.job import Job
from rq.worker import WorkerStatus

from engine import jobs
from engine.base import settings
from engine.base.errors import Transient
from workers import desk, stopping

BEAT_SECONDS = 15.0
IDLE_SECONDS = 15  # RQ wakes an idle worker after `worker_ttl` less 15 seconds


class DeskWorker(Worker):
    """Forks for the queue `calls`, where a call may hang or take its process down; a fork costs about 30 ms."""

    max_connection_wait_time = 5.0
    _beaten_at = -BEAT_SECONDS

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Run one RQ job: in a fork, or here."""
        if queue.name == jobs.CALLS:
            super().execute_job(job, queue)
            return
        execution = self.prepare_execution(job)
        self.perform_job(job, queue, execution)
        self.set_state(WorkerStatus.IDLE)

    def heartbeat(self, *args: Any, **options: Any) -> None:
        """Tell RQ, and now and then the database, that this worker lives."""
        super().heartbeat(*args, **options)
        if not self.is_horse and time.monotonic() - self._beaten_at >= BEAT_SECONDS:
            self._beaten_at = time.monotonic()
            desk.beat("worker")

    def handle_warm_shutdown_request(self) -> None:
        """Finish the row at hand and give the others back."""
        stopping.asked.set()


def work(queues: Sequence[str], *, burst: bool = False) -> None:
    """Work until told to stop (or, with `burst`, until the queues are empty).

    Raises:
        Transient: `worker.broker-silent` when no broker answers at the start.
    """
    broker = redis.Redis.from_url(settings.REDIS_URL.value())
    try:
        worker = DeskWorker(
            list(queues),
            connection=broker,
            serializer="json",
            worker_ttl=IDLE_SECONDS + 15,
            job_monitoring_interval=5,
            maintenance_interval=60,
        )
        worker.work(burst=burst, logging_level="WARNING")
    except redis.ConnectionError as error:
        raise Transient("worker.broker-silent", reason=str(error)) from error
    finally:
        desk.leave("worker")
