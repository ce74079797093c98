"""`praxis web` as a real process, with both servers: it starts, answers, and stops when told."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.fixtures_web import SECRET_KEY

pytestmark = pytest.mark.slow

LISTENING = re.compile(r"http://127\.0\.0\.1:\d+")


@contextmanager
def running(sqlite_file: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the command; yield the process and the address it says it listens on."""
    environ = {**os.environ, "PRAXIS_DATABASE_URL": f"sqlite:///{sqlite_file}", "PRAXIS_SECRET_KEY": SECRET_KEY}
    praxis = str(Path(sys.executable).with_name("praxis"))
    command = [praxis, "web", "--port", "0", *arguments]
    process = subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        said = ((line, LISTENING.search(line)) for line in process.stderr)
        address = next(match.group() for _line, match in said if match)
        yield process, address
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("arguments", [(), ("--gunicorn", "--workers", "1")], ids=["waitress", "gunicorn"])
def test_the_web_starts_answers_and_stops_when_told(
    sqlite_template: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    desk = tmp_path / "desk.sqlite"
    desk.write_bytes(sqlite_template.read_bytes())
    with running(desk, *arguments) as (process, address):
        assert requests.get(f"{address}/readyz", timeout=60).json()["database"] == "ok"
        assert "Praxis" in requests.get(f"{address}/sign-in", timeout=60).text
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) in {0, -signal.SIGTERM}


def test_without_a_secret_key_the_command_says_what_is_missing(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "PRAXIS_SECRET_KEY"}
    environ["PRAXIS_DATABASE_URL"] = f"sqlite:///{tmp_path}/desk.sqlite"
    praxis = str(Path(sys.executable).with_name("praxis"))
    done = subprocess.run([praxis, "web"], env=environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "PRAXIS_SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr
