"""What time it is: the only place that reads the wall clock, so that tests, replays and imports can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that knows an instant."""

    def now(self) -> datetime:
        """Return the instant as an aware UTC datetime."""
        ...


class SystemClock:
    """The wall clock of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class VirtualClock:
    """A clock that stands until it is told to move."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move forward; a clock never runs backwards by this call."""
        if by < timedelta(0):
            raise ValueError("a clock does not run backwards")
        self._now += by

    def set(self, instant: datetime) -> None:
        """Stand at another instant, earlier ones included (a replay begins in the past)."""
        self._now = instant.astimezone(UTC)


_current: ContextVar[Clock] = ContextVar("praxis_clock")
_system = SystemClock()


def now() -> datetime:
    """Return the current instant of the clock in use, as an aware UTC datetime."""
    return _current.get(_system).now()


@contextmanager
def use(clock: Clock) -> Iterator[Clock]:
    """Let `now()` read this clock inside the block, in this thread only."""
    token = _current.set(clock)
    try:
        yield clock
    finally:
        _current.reset(token)
