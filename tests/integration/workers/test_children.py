"""Children of the supervisor: restarted with back-off, and it is said."""

import sys
import time
from pathlib import Path

import pytest

from workers.children import Child, spawn, stop

pytestmark = pytest.mark.slow


def child_running(code: str, tmp_path: Path) -> Child:
    log = tmp_path / "logs" / "child.log"
    return Child("the child", lambda: spawn([sys.executable, "-c", code], log=log), log=log, grace_seconds=5)


def watch_until(child: Child, said: list[str], count: int) -> None:
    deadline = time.monotonic() + 20
    while len(said) < count and time.monotonic() < deadline:
        child.watch(said.append)
        time.sleep(0.01)


def test_a_child_that_falls_is_started_again_after_a_growing_pause(tmp_path: Path) -> None:
    child = child_running("raise SystemExit(7)", tmp_path)
    said: list[str] = []
    child.start()
    watch_until(child, said, 2)
    assert [text.partition(" (log")[0] for text in said] == [
        "the child ended with status 7; starting again in 0.5 s",
        "the child ended with status 7; starting again in 1 s",
    ]


def test_a_child_writes_its_last_words_into_its_log(tmp_path: Path) -> None:
    child = child_running("raise SystemExit('no database')", tmp_path)
    said: list[str] = []
    child.start()
    watch_until(child, said, 1)
    assert child.log.read_text() == "no database\n"


def test_a_child_that_does_not_want_to_go_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "stubborn.log"
    code = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    stubborn = spawn([sys.executable, "-c", code], log=log)
    while "deaf" not in log.read_text():
        time.sleep(0.01)
    stop(stubborn, grace_seconds=0.1)
    assert stubborn.returncode == -9


def test_stopping_a_child_twice_does_no_harm(tmp_path: Path) -> None:
    child = child_running("import time; time.sleep(60)", tmp_path)
    child.start()
    child.stop()
    child.stop()
    assert child.pid is None
