"""Reads a log: rows grouped into cases in the order of the file, with everything that is wrong noted."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path
from sys import intern
from zoneinfo import ZoneInfo

from engine.base.errors import InvalidInput
from processes.intake.dirt import REOPENED, SKIPPED, Dirt
from processes.intake.mapping import SourceMapping


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the log in our words; None is what the source does not say or what nobody can read."""

    line: int
    number: str
    state: str
    phase: str | None
    at: datetime
    revision: int | None = None
    opened_at: datetime | None = None
    resolved_at: datetime | None = None
    impact: int | None = None
    urgency: int | None = None
    priority: int | None = None
    requester: str | None = None
    group: str | None = None
    assignee: str | None = None
    category: str | None = None
    subcategory: str | None = None
    facts: tuple[str, ...] = ()


@dataclass(slots=True)
class Log:
    """A whole file."""

    rows: int = 0
    cases: dict[str, list[Row]] = field(default_factory=dict)
    dirt: Dirt = field(default_factory=Dirt)

    def first_states(self) -> Mapping[str, int]:
        """Count in which state the source's incidents begin; many do not begin as new."""
        return Counter(rows[0].state for rows in self.cases.values())


def read(path: Path, mapping: SourceMapping) -> Log:
    """Read a CSV file, plain or gzip. Raises InvalidInput (`intake.columns-missing`, `intake.unreadable-file`)."""
    try:
        with _open(path, mapping.encoding) as text:
            return read_lines(text, mapping)
    except (OSError, EOFError, UnicodeError, LookupError, csv.Error) as error:
        raise InvalidInput("intake.unreadable-file", {"file": [str(error)]}, path=str(path)) from error


def _open(path: Path, encoding: str) -> TextIOWrapper:
    if path.suffix == ".gz":
        return TextIOWrapper(gzip.open(path), encoding, newline="")
    return TextIOWrapper(path.open("rb"), encoding, newline="")


def read_lines(text: Iterable[str], mapping: SourceMapping) -> Log:
    """Read the lines of a CSV text, the head first; raises InvalidInput (`intake.columns-missing`)."""
    table = csv.reader(text, delimiter=mapping.delimiter)
    head = next(table, [])
    wanted = {*mapping.columns.values(), *mapping.facts.values()}
    missing = sorted(wanted - set(head))
    if missing:
        raise InvalidInput("intake.columns-missing", {column: ["not in the file"] for column in missing})
    log, reader = Log(), _RowReader(mapping, head)
    for cells in table:
        log.rows += 1
        row = reader.read(cells, table.line_num, log.dirt)
        if row is not None:
            log.cases.setdefault(row.number, []).append(row)
    for rows in log.cases.values():
        _inspect(rows, log.dirt)
    return log


class _RowReader:
    """Turns cells into a Row; times and words that come again and again are understood once."""

    def __init__(self, mapping: SourceMapping, head: Sequence[str]) -> None:
        self._mapping = mapping
        self._width = len(head)
        self._at = {name: head.index(column) for name, column in mapping.columns.items()}
        self._facts = [(label, head.index(column)) for label, column in mapping.facts.items()]
        self._missing = {*mapping.missing, ""}
        self._zone = ZoneInfo(mapping.time_zone)
        self._times: dict[str, datetime | None] = {}

    def read(self, cells: list[str], line: int, dirt: Dirt) -> Row | None:
        """Return the row, or None when it says neither which incident nor when."""
        number = self._cell(cells, "number") if len(cells) == self._width else None
        at = self._time(self._cell(cells, "at")) if number else None
        if number is None or at is None:
            dirt.note("unreadable-row", line)
            return None
        state = self._cell(cells, "state") or ""
        if state not in self._mapping.states:
            dirt.note("unknown-state", line)
        revision = self._cell(cells, "revision")
        return Row(
            line=line,
            number=number,
            state=state,
            phase=self._mapping.states.get(state),
            at=at,
            revision=int(revision) if revision and revision.isdecimal() else None,
            opened_at=self._noted_time(cells, "opened_at", line, dirt),
            resolved_at=self._noted_time(cells, "resolved_at", line, dirt),
            impact=self._number(cells, "impact", self._mapping.impact, line, dirt),
            urgency=self._number(cells, "urgency", self._mapping.urgency, line, dirt),
            priority=self._number(cells, "priority", self._mapping.priority, line, dirt),
            requester=self._cell(cells, "requester"),
            group=self._cell(cells, "group"),
            assignee=self._cell(cells, "assignee"),
            category=self._cell(cells, "category"),
            subcategory=self._cell(cells, "subcategory"),
            facts=tuple(
                intern(f"{label}: {cells[place]}") for label, place in self._facts if cells[place] not in self._missing
            ),
        )

    def _cell(self, cells: list[str], name: str) -> str | None:
        place = self._at.get(name)
        if place is None:
            return None
        text = cells[place].strip()
        return None if text in self._missing else intern(text)

    def _time(self, text: str | None) -> datetime | None:
        if text is None:
            return None
        if text not in self._times:
            try:
                local = datetime.strptime(text, self._mapping.time_format)  # noqa: DTZ007  # the zone follows
            except ValueError:
                self._times[text] = None
            else:
                self._times[text] = (local if local.tzinfo else local.replace(tzinfo=self._zone)).astimezone(UTC)
        return self._times[text]

    def _noted_time(self, cells: list[str], name: str, line: int, dirt: Dirt) -> datetime | None:
        text = self._cell(cells, name)
        at = self._time(text)
        if text is not None and at is None:
            dirt.note("unreadable-time", line)
        return at

    def _number(self, cells: list[str], name: str, words: Mapping[str, int], line: int, dirt: Dirt) -> int | None:
        text = self._cell(cells, name)
        if text is not None and text not in words:
            dirt.note("unknown-value", line)
        return words.get(text) if text is not None else None


def _inspect(rows: Sequence[Row], dirt: Dirt) -> None:
    """Note what is wrong with a case as a whole."""
    if rows[0].requester is None:
        dirt.note("no-requester", rows[0].line)
    if rows[-1].resolved_at is None and any(row.phase in {"resolved", "closed"} for row in rows):
        dirt.note("no-resolved-at", rows[-1].line)
    for row in rows:
        if row.opened_at is not None and row.at < row.opened_at:
            dirt.note("before-opened", row.line)
    for before, row in pairwise(rows):
        if row.at < before.at:
            dirt.note("out-of-order", row.line)
        if row.revision is not None and before.revision is not None and row.revision < before.revision:
            dirt.note("revision-falls", row.line)
    for before, row in _moves(rows):
        _inspect_move(before, row, dirt)


def _moves(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield the rows between which a known phase changes into another."""
    known = [row for row in rows if row.phase is not None]
    return ((before, row) for before, row in pairwise(known) if before.phase != row.phase)


def _inspect_move(before: Row, row: Row, dirt: Dirt) -> None:
    name = f"{before.state}>{row.state}"
    if before.phase == "cancelled":
        dirt.note("after-cancelled", row.line)
    elif before.phase == "closed":
        dirt.note(name, row.line, REOPENED)
    elif row.phase == "closed" and before.phase != "resolved":
        dirt.note(name, row.line, SKIPPED)
    elif row.phase == "new":
        dirt.note("back-to-new", row.line)
