"""Which TCP port the embedded web server may have."""

import socket

from engine.base.errors import RuleViolated

HOST = "127.0.0.1"
USUAL = 8080
TRIES = 20


def choose(wanted: int | None) -> int:
    """Return the port to listen on: the one asked for, or else the first free one from 8080 on.

    Raises:
        RuleViolated: `run.port-taken` when the port asked for, or all twenty usual ones, are taken.
    """
    candidates = [wanted] if wanted is not None else range(USUAL, USUAL + TRIES)
    for port in candidates:
        if is_free(port):
            return port
    raise RuleViolated("run.port-taken", port=wanted if wanted is not None else USUAL)


def is_free(port: int) -> bool:
    """Return whether this machine lets us listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def choose_any() -> int:
    """Return a port that was free a moment ago, for a server nobody has to type the address of."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port
