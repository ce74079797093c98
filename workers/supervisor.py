"""`praxis run`: a whole desk on one machine - broker, migration, web, workers, ticker - started, watched, stopped.

Ctrl-C reaches this process only, for each child has a session of its own; children stop in the order web, ticker,
workers, broker, so that nobody rings a bell that is gone and a worker finishes what it holds.
"""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event

from engine.base.errors import Permanent
from workers import demo_directory, embedded, ports
from workers.children import Child, spawn
from workers.data_folder import DataFolder

Say = Callable[[str], None]
WATCH_SECONDS = 0.2
WEB_ANSWERS_SECONDS = 60
GRACE_SECONDS: Mapping[str, float] = {"web": 10, "ticker": 10, "worker quick": 10, "worker calls": 15}


@dataclass
class Desk:
    """What `praxis run` keeps running, in the order in which it stops."""

    folder: DataFolder
    port: int
    environ: dict[str, str]
    children: list[Child] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where people find it."""
        return f"http://{ports.HOST}:{self.port}"


def run(folder: DataFolder, *, port: int | None, demo: bool, say: Say) -> None:
    """Run a desk until SIGINT or SIGTERM.

    Raises:
        RuleViolated: the folder is in use or the port is taken.
        Permanent: the migration, the demo data or the broker failed; the text says where to read more.
    """
    asked_to_stop = _listen_for_signals()
    desk = Desk(folder, ports.choose(port), dict(os.environ))
    with folder.held(desk.address):
        desk.environ |= _environment(desk, demo=demo)
        try:
            driver = _start_broker(desk)
            _once(desk, "migrate")
            _once(desk, "deploy")
            if demo:
                _start_directory(desk)
            sign_ins = _once(desk, "demo") if demo else ""
            _start_processes(desk)
            if _web_answers(desk, asked_to_stop, say):
                say(_banner(desk, driver, sign_ins))
            while not asked_to_stop.wait(WATCH_SECONDS):
                for child in desk.children:
                    child.watch(say)
        finally:
            say("Stopping ...")
            for child in desk.children:
                child.stop()
            say("Stopped.")


def _listen_for_signals() -> Event:
    asked_to_stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked_to_stop.set())
    return asked_to_stop


def _environment(desk: Desk, *, demo: bool) -> dict[str, str]:
    """Return what the children read; whatever the caller has set himself stays."""
    ours = {
        "PRAXIS_DATABASE_URL": desk.folder.database_url,
        "PRAXIS_SECRET_KEY_FILE": str(desk.folder.secret_key()),
        "PRAXIS_PUBLIC_URL": desk.address,
    }
    if demo:
        ours["PRAXIS_MAIL_FOLDER"] = str(desk.folder.mail)
    return {name: value for name, value in ours.items() if name not in desk.environ}


def _start_broker(desk: Desk) -> str:
    """Start the embedded broker unless the caller has one; return the line of the banner that names the driver."""
    if url := desk.environ.get("PRAXIS_REDIS_URL"):
        return f"Queue: RQ on {url.rpartition('@')[2]}"
    binary = embedded.find_binary()
    if binary is None:
        return "Queue: none found on this system; the worker polls the database itself (local driver)"
    broker = Child(
        "broker",
        lambda: embedded.start(desk.folder.path, binary),
        log=embedded.log_of(desk.folder.path),
    )
    desk.environ["PRAXIS_REDIS_URL"] = embedded.url_of(desk.folder.path)
    broker.start()
    desk.children.append(broker)
    embedded.wait(desk.folder.path)
    return "Queue: RQ on an embedded Valkey"


def _start_directory(desk: Desk) -> None:
    """Give the demo desk an outside directory to look people up in, unless the caller has one."""
    if "PRAXIS_DIRECTORY_URL" in desk.environ:
        return
    socket_port = ports.choose_any()
    desk.environ["PRAXIS_DIRECTORY_URL"] = f"http://{ports.HOST}:{socket_port}"
    _keep(desk, "directory", [sys.executable, "-m", demo_directory.__name__, str(socket_port)])


def _start_processes(desk: Desk) -> None:
    """Start workers, ticker and web: each goes in front, so that the list reads in the order of stopping."""
    queues = ("calls", "quick") if "PRAXIS_REDIS_URL" in desk.environ else ()
    for queue in queues:
        _keep(desk, f"worker {queue}", _praxis("worker", queue))
    if not queues:
        _keep(desk, "worker", _praxis("worker"))
    _keep(desk, "ticker", _praxis("ticker"))
    _keep(desk, "web", _praxis("web", "--host", ports.HOST, "--port", str(desk.port)))


def _keep(desk: Desk, name: str, command: list[str]) -> None:
    log = desk.folder.log(name.replace(" ", "-"))
    child = Child(
        name, lambda: spawn(command, log=log, env=desk.environ), log=log, grace_seconds=GRACE_SECONDS.get(name, 10)
    )
    child.start()
    desk.children.insert(0, child)


def _praxis(*words: str) -> list[str]:
    return [sys.executable, "-m", "engine.cli", *words]


def _once(desk: Desk, command: str) -> str:
    """Run one command to its end and return what it printed."""
    done = subprocess.run(
        _praxis(command), env=desk.environ, capture_output=True, text=True, check=False, start_new_session=True
    )
    if done.returncode:
        raise Permanent("run.step-failed", command=f"praxis {command}", details=done.stderr.strip()[-2000:])
    return done.stdout


def _web_answers(desk: Desk, asked_to_stop: Event, say: Say) -> bool:
    deadline = time.monotonic() + WEB_ANSWERS_SECONDS
    while not asked_to_stop.wait(WATCH_SECONDS / 2):
        connection = http.client.HTTPConnection(ports.HOST, desk.port, timeout=5)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz")
            connection.getresponse()
            return True
        for child in desk.children:
            child.watch(say)
        if time.monotonic() > deadline:
            say(f"The web server has not answered for {WEB_ANSWERS_SECONDS} s; see {desk.folder.log('web')}")
            return True
    return False


def _banner(desk: Desk, driver: str, sign_ins: str) -> str:
    lines = ["", f"Praxis is ready: {desk.address}", driver, f"Data and logs: {desk.folder.path}"]
    if sign_ins:
        lines += ["", sign_ins.rstrip()]
    return "\n".join([*lines, "", "Ctrl-C stops everything; the data stays.", ""])
