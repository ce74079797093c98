"""The doorbell against a real broker, and against none."""

import redis
from rq import Queue

from engine.base.bell import Bell, coalesce_key

NOBODY = "unix:///nonexistent/valkey.sock"


def rung(valkey: redis.Redis, queue: str) -> list[tuple[str, tuple[str, ...]]]:
    jobs = Queue(queue, connection=valkey, serializer="json").get_jobs()
    return [(job.func_name, tuple(job.args)) for job in jobs]


def test_rings_fall_together_until_a_worker_answers(valkey: redis.Redis, valkey_server: str) -> None:
    bell = Bell(valkey_server)
    for _ in range(100):
        bell.drain("quick")
    assert rung(valkey, "quick") == [("workers.queues.drain", ("quick",))]
    valkey.delete(coalesce_key("quick"))
    bell.drain("quick")
    assert len(rung(valkey, "quick")) == 2


def test_one_attempt_of_a_call_is_rung_for_once(valkey: redis.Redis, valkey_server: str) -> None:
    bell = Bell(valkey_server)
    for attempts in (0, 0, 1, 0):
        bell.run_job("calls", "a1", attempts)
    assert rung(valkey, "calls") == [("workers.queues.run_job", ("a1",))] * 2


def test_a_ring_that_nobody_can_hear_is_counted_and_does_not_hurt() -> None:
    bell = Bell(NOBODY)
    bell.drain("quick")
    bell.run_job("calls", "a1")
    assert bell.missed == 2
