"""What a worker or ticker process works with: its database, its runner, its bell; made once, at first use.

RQ calls functions by name, so there is no object to hand these in; a fork keeps them, but must not share the parent's
database connections.
"""

import os
import socket
from functools import cache

from engine import health, plugins
from engine.base import bell, settings
from engine.base.db import Database
from workers.kinds import KINDS
from workers.runner import Runner


@cache
def database() -> Database:
    """Return the database of this process; a forked child drops the connections of its parent unseen."""
    made = Database(settings.DATABASE_URL.value())
    os.register_at_fork(after_in_child=lambda: made.dispose(close=False))
    return made


@cache
def runner() -> Runner:
    """Return the runner of this process, with the handlers and listeners of every room in place."""
    plugins.wire()
    return Runner(database(), KINDS)


def the_bell() -> bell.Bell:
    """Return the bell of this process."""
    return bell.of_url(settings.REDIS_URL.value())


def beat(kind: str) -> None:
    """Write a sign of life of this process."""
    driver = "rq" if settings.REDIS_URL.value() else "local"
    missed = the_bell().missed
    database().run(lambda session: health.beat(session, name_of(kind), kind=kind, driver=driver, missed_rings=missed))


def leave(kind: str) -> None:
    """Take the sign of life back: this process ends in order."""
    database().run(lambda session: health.leave(session, name_of(kind)))


def name_of(kind: str) -> str:
    """Return what this process is called in lists of processes."""
    return f"{kind}:{socket.gethostname()}:{os.getpid()}"
