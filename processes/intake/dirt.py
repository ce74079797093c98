"""What is wrong with a log, by class: how often, on which lines, and what the import makes of it."""

from collections.abc import Mapping
from typing import Any

REASONS: Mapping[str, str] = {
    "unreadable-row": "The row has another number of fields than the head, or no number or time of event: left out.",
    "unknown-state": "The mapping does not know the state: the incident stays where it was.",
    "unknown-value": "The mapping does not know this impact, urgency or priority: the value before it stays.",
    "unreadable-time": "A time that does not have the mapping's form, other than that of the event: taken as missing.",
    "no-resolved-at": "The last row of the incident has no time of resolution: the time of its Resolved row is used.",
    "out-of-order": "The event is earlier than the row before it: it is taken at that row's time.",
    "revision-falls": "The revision is smaller than in the row before it: the order of the file counts.",
    "before-opened": "The event is earlier than the opening: the incident is opened with its first event.",
    "no-requester": "The first row names no requester: one who stands for all unknown ones is used.",
    "back-to-new": "An incident that was taken up does not become new again: it stays where it was.",
    "after-cancelled": "Rows after a cancellation are left out: a cancelled incident has ended.",
}
SKIPPED = "Closed without being resolved first: resolved and confirmed in one go, at the time of closing."
REOPENED = "Active again after closing: reopened at that time, whatever the reopening window."


class Dirt:
    """Collects lines by class."""

    def __init__(self) -> None:
        self._lines: dict[str, list[int]] = {}
        self._reasons: dict[str, str] = dict(REASONS)

    def note(self, name: str, line: int, reason: str | None = None) -> None:
        """Count one line under a class; a class that is made up on the way brings its reason along."""
        if reason is not None:
            self._reasons[name] = reason
        self._lines.setdefault(name, []).append(line)

    def report(self) -> dict[str, Any]:
        """Return each class with count, line numbers (the head is line 1) and reason."""
        return {
            name: {"count": len(lines), "lines": sorted(lines), "reason": self._reasons[name]}
            for name, lines in sorted(self._lines.items())
        }
