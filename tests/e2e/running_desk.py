"""A whole desk as its user starts it: `praxis run` in a process of its own, watched from outside."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Thread
from typing import TypeVar

T = TypeVar("T")

PRAXIS = [sys.executable, "-m", "engine.cli"]
PATIENCE_SECONDS = 180.0  # a start takes 6 s on a free machine, minutes on a busy one


class RunningDesk:
    """One `praxis run`; what it prints is collected, its children are found by the kernel."""

    def __init__(
        self,
        data: Path,
        *arguments: str,
        program: Sequence[str] = PRAXIS,
        cwd: Path | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.data = data
        self.lines: list[str] = []
        self._process = subprocess.Popen(
            [*program, "run", "--data", str(data), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=without_praxis(os.environ) | dict(environ or {}),
            cwd=cwd,
            start_new_session=True,
        )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    @property
    def address(self) -> str:
        """Where it answers, once it is ready."""
        match = until(lambda: re.search(r"ready: (http://\S+)", self.output), lambda: self.explanation("ready"))
        return match[1]

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.data / 'praxis.sqlite'}"

    def child(self, word: str) -> int:
        """Return the process id of the child whose command line ends in this word or holds it as an argument."""
        return until(
            lambda: next((pid for pid in children_of(self.pid) if word in command_of(pid)), None),
            lambda: f"no child with {word!r}",
        )

    def says(self, text: str) -> None:
        """Wait until it printed this."""
        until(lambda: text in self.output, lambda: self.explanation(text))

    def interrupt(self) -> int:
        """Press Ctrl-C and wait; return the exit status."""
        self._process.send_signal(signal.SIGINT)
        return self.wait()

    def wait(self) -> int:
        status = self._process.wait(PATIENCE_SECONDS)
        self._reader.join(5)
        if self._process.stdout is not None:
            self._process.stdout.close()
        return status

    def kill(self) -> None:
        """Kill the supervisor as an out-of-memory killer would."""
        self._process.kill()
        self.wait()

    def close(self) -> None:
        """Leave nothing behind, whatever the test did."""
        if self._process.poll() is None:
            self.interrupt()

    def explanation(self, wanted: str) -> str:
        logs = [f"== {path.name}\n{path.read_text()[-1500:]}" for path in (self.data / "logs").glob("*.log")]
        return f"never said {wanted!r}; it said:\n{self.output}\n" + "\n".join(logs)


def without_praxis(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without settings of Praxis, so that a desk starts as on a new machine."""
    return {name: value for name, value in environ.items() if not name.startswith("PRAXIS_")}


def until(look: Callable[[], T | None], explain: Callable[[], str]) -> T:
    """Look again and again until there is something; the processes under test give no other sign."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(explain())


def children_of(pid: int) -> list[int]:
    """Return the living children of a process."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(stat.parent.name))
    return found


def command_of(pid: int) -> list[str]:
    """Return the command line of a process, nothing when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().strip("\0").split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


def is_gone(pid: int) -> bool:
    """Tell whether a process ended (one that only waits to be reaped counts as gone)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True
