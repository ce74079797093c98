"""The embedded Valkey: a socket and nothing else, and it outlives its work but not its parent."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis

from workers import embedded
from workers.children import stop

pytestmark = pytest.mark.slow

PARENT = """
import sys, time
from pathlib import Path
from workers import embedded
data = Path(sys.argv[1])
child = embedded.start(data, embedded.find_binary())
embedded.wait(data)
print(child.pid, flush=True)
time.sleep(600)
"""


def binary() -> Path:
    found = embedded.find_binary()
    assert found is not None
    return found


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.02)
    raise AssertionError(f"process {pid} lives on")


def test_rings_survive_a_restart(tmp_path: Path) -> None:
    for expected in (None, b"rung"):
        child = embedded.start(tmp_path, binary())
        embedded.wait(tmp_path)
        with redis.Redis.from_url(embedded.url_of(tmp_path)) as client:
            assert client.get("bell") == expected
            client.set("bell", "rung")
        stop(child, grace_seconds=5)


def test_only_the_owner_of_the_socket_reaches_it(tmp_path: Path) -> None:
    child = embedded.start(tmp_path, binary())
    embedded.wait(tmp_path)
    with redis.Redis.from_url(embedded.url_of(tmp_path)) as client:
        assert client.config_get("port") == {"port": "0"}
    assert embedded.socket_in(tmp_path).stat().st_mode & 0o077 == 0
    stop(child, grace_seconds=5)


def test_a_path_too_long_for_a_socket_is_no_hindrance(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 90)
    child = embedded.start(deep, binary())
    embedded.wait(deep)
    assert len(bytes(embedded.socket_in(deep))) <= embedded.LONGEST_SOCKET_PATH
    stop(child, grace_seconds=5)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_it_dies_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        wait_until_gone(pid)


def test_a_server_left_over_is_replaced_by_one_of_our_own(tmp_path: Path) -> None:
    orphan = embedded.start(tmp_path, binary())
    embedded.wait(tmp_path)
    with redis.Redis.from_url(embedded.url_of(tmp_path)) as client:
        client.set("bell", "rung")
    successor = embedded.start(tmp_path, binary())
    embedded.wait(tmp_path)
    assert orphan.wait(5) == 0
    with redis.Redis.from_url(embedded.url_of(tmp_path)) as client:
        assert client.get("bell") == b"rung"
    stop(successor, grace_seconds=5)
