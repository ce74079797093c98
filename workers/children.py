"""Child processes: started so that they die with their parent, stopped politely, and restarted with back-off."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from subprocess import Popen

PR_SET_PDEATHSIG = 1  # linux/prctl.h
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
SETTLED_SECONDS = 60.0  # a child that lived this long is forgiven its earlier falls


def spawn(command: Sequence[str], *, log: Path, env: Mapping[str, str] | None = None) -> Popen[bytes]:
    """Start a process in a session of its own, its output appended to `log`.

    The session keeps Ctrl-C away from the child: the parent hears it and stops its children in order. On Linux the
    child gets SIGTERM when the parent *thread* dies, so call this from the main thread.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            start_new_session=True,
            preexec_fn=_dies_with(os.getpid()),
        )


def _dies_with(parent: int) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def ask_the_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return ask_the_kernel


def stop(child: Popen[bytes], *, grace_seconds: float) -> None:
    """Ask a process to end and wait; one that does not end in time is killed."""
    if child.poll() is None:
        child.terminate()
    try:
        child.wait(grace_seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


class Child:
    """A process that is kept running: `watch` starts it again after a fall, each time after a longer pause."""

    def __init__(self, name: str, start: Callable[[], Popen[bytes]], *, log: Path, grace_seconds: float = 10) -> None:
        self.name = name
        self.log = log
        self._start = start
        self._grace_seconds = grace_seconds
        self._popen: Popen[bytes] | None = None
        self._started_at = 0.0
        self._pause_seconds = FIRST_PAUSE_SECONDS
        self._again_at = 0.0

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._popen.pid if self._popen else None

    def start(self) -> None:
        """Start the process now."""
        self._popen = self._start()
        self._started_at = time.monotonic()

    def watch(self, say: Callable[[str], None]) -> None:
        """Notice a fall and say so; start again when the pause is over."""
        moment = time.monotonic()
        if self._popen is None:
            if moment >= self._again_at:
                self.start()
            return
        status = self._popen.poll()
        if status is None:
            return
        if moment - self._started_at > SETTLED_SECONDS:
            self._pause_seconds = FIRST_PAUSE_SECONDS
        say(f"{self.name} ended {_how(status)}; starting again in {self._pause_seconds:g} s (log: {self.log})")
        self._popen = None
        self._again_at = moment + self._pause_seconds
        self._pause_seconds = min(self._pause_seconds * 2, LONGEST_PAUSE_SECONDS)

    def stop(self) -> None:
        """Stop the process, with its grace; one that lies down already stays down."""
        if self._popen is not None:
            stop(self._popen, grace_seconds=self._grace_seconds)
            self._popen = None


def _how(status: int) -> str:
    return f"by {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
