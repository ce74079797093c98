"""The one flag of a process that was asked to stop: loops look at it between two pieces of work."""

import signal
from threading import Event
from types import FrameType

asked = Event()


def listen() -> None:
    """Raise the flag on SIGTERM and SIGINT instead of dying."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _ask)


def _ask(_number: int, _frame: FrameType | None) -> None:
    asked.set()
