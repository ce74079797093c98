"""How long, deep, large and patient an expression may be, and the account that one evaluation keeps of it."""

import time
from typing import Any

from engine.feel.errors import Diagnostic, FeelLimitExceeded

MAX_TEXT = 20_000  # characters of one expression
MAX_NESTING = 80  # brackets inside brackets
MAX_DEPTH = 120  # user functions that wait for each other
MAX_LIST = 200_000  # items of one list
MAX_STRING = 1_000_000  # characters of one string
MAX_STEPS = 1_000_000  # loop rounds, calls, compared and copied items of one evaluation
MAX_SECONDS = 2.0  # wall time of one evaluation
MAX_REASONS = 100  # diagnostics that one evaluation keeps
REGEX_SECONDS = 0.5  # wall time of one regular expression
_ROUNDS_PER_LOOK = 2_000


class Run:
    """The account of one evaluation: steps left, when to stop, how deep, and the diagnostics when wanted.

    The defaults stand on the class, so that an expression without loops pays for one empty object only.
    """

    steps = 0
    next_look = _ROUNDS_PER_LOOK
    depth = 0
    deadline: float | None = None
    diagnostics: list[Diagnostic] | None = None

    def spend(self, steps: int = 1) -> None:
        """Count work; raise `FeelLimitExceeded` when the evaluation had its share of steps or of time."""
        self.steps += steps
        if self.steps >= self.next_look:
            self._look()

    def _look(self) -> None:
        self.next_look = self.steps + _ROUNDS_PER_LOOK
        if self.steps > MAX_STEPS:
            raise FeelLimitExceeded("feel.too-many-steps", limit=MAX_STEPS)
        self.check_time()

    def check_time(self) -> None:
        """Raise `FeelLimitExceeded` when the evaluation had its time; the clock starts at the first look."""
        now = time.monotonic()
        if self.deadline is None:
            self.deadline = now + MAX_SECONDS
        elif now > self.deadline:
            raise FeelLimitExceeded("feel.too-slow", limit=MAX_SECONDS)

    def weigh(self, value: Any) -> None:
        """Count the work that lies in reading or making a large value."""
        kind = type(value)
        if kind is list or kind is dict:
            self.spend(len(value) // 8)
        elif kind is str and len(value) > 1_000:
            self.spend(len(value) // 100)

    def enter(self) -> None:
        """Go into a user function; `leave` comes back."""
        self.spend()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FeelLimitExceeded("feel.too-deep", limit=MAX_DEPTH)

    def leave(self) -> None:
        """Come back from a user function."""
        self.depth -= 1


def bounded(value: Any) -> Any:
    """Return a list or string as it is; raise `FeelLimitExceeded` when it is too large to go on with."""
    kind = type(value)
    if kind is list and len(value) > MAX_LIST:
        raise FeelLimitExceeded("feel.list-too-long", limit=MAX_LIST)
    if kind is str and len(value) > MAX_STRING:
        raise FeelLimitExceeded("feel.string-too-long", limit=MAX_STRING)
    return value
