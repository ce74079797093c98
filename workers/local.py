"""The local driver: works the same rows without a broker, where no server binary exists for the platform.

Calls run in threads instead of forks, so a call that hangs cannot be killed; it ends by its own time limits.
"""

import time
from concurrent.futures import Future, ThreadPoolExecutor

from engine import jobs
from engine.base import clock
from workers import desk, stopping
from workers.worker import BEAT_SECONDS

POLL_SECONDS = 0.5
THREADS = 4


def work() -> None:
    """Look for due rows twice a second until told to stop."""
    beaten_at = -BEAT_SECONDS
    running: dict[str, Future[bool]] = {}
    with ThreadPoolExecutor(THREADS, thread_name_prefix="calls") as calls:
        while not stopping.asked.is_set():
            if time.monotonic() - beaten_at >= BEAT_SECONDS:
                beaten_at = time.monotonic()
                desk.beat("worker")
            running = {job_id: future for job_id, future in running.items() if not future.done()}
            for job_id in _due_calls(THREADS - len(running)):
                if job_id not in running:
                    running[job_id] = calls.submit(desk.runner().run_job, job_id)
            until = time.monotonic() + POLL_SECONDS
            desk.runner().drain(jobs.QUICK, until=until, is_stopping=stopping.asked.is_set)
            stopping.asked.wait(max(0.0, until - time.monotonic()))
    desk.leave("worker")


def _due_calls(free: int) -> list[str]:
    if free <= 0:
        return []
    rows = desk.database().run(lambda session: jobs.unrung(session, now=clock.now()), readonly=True)
    return [job_id for queue, job_id, _attempts in rows if queue == jobs.CALLS][:free]
