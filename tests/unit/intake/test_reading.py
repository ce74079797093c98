"""Reading a log: a small one of our own with every kind of dirt, and the real one when it is at hand."""

import csv
import gzip
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.base.errors import InvalidInput
from processes.intake import mapping, reading
from tests.unit.intake.real_log import REAL_LOG, needs_real_log

SMALL_LOG = Path(__file__).with_name("small_log.csv")
UCI = mapping.load("uci")


def lines_of(log: reading.Log) -> dict[str, list[int]]:
    return {name: found["lines"] for name, found in log.dirt.report().items()}


def test_rows_become_cases_in_the_order_of_the_file() -> None:
    log = reading.read(SMALL_LOG, UCI)
    assert log.rows == 38
    assert [len(rows) for rows in log.cases.values()] == [4, 9, 7, 2, 5, 4, 2, 3]
    assert log.first_states() == {"New": 6, "Resolved": 1, "Active": 1}


def test_every_kind_of_dirt_is_noted_with_its_line() -> None:
    assert lines_of(reading.read(SMALL_LOG, UCI)) == {
        "Closed>Active": [19],
        "New>Closed": [23],
        "back-to-new": [30],
        "before-opened": [24],
        "no-requester": [22],
        "no-resolved-at": [23],
        "out-of-order": [26],
        "revision-falls": [25],
        "unknown-state": [25],
        "unknown-value": [29],
        "unreadable-row": [31, 39],
        "unreadable-time": [29],
    }


def test_each_class_says_why_and_what_is_done() -> None:
    for found in reading.read(SMALL_LOG, UCI).dirt.report().values():
        assert found["count"] == len(found["lines"])
        assert len(found["reason"]) > 20


def test_words_and_times_are_those_of_the_mapping() -> None:
    row = reading.read(SMALL_LOG, UCI).cases["INC0000002"][2]
    assert (row.line, row.phase, row.impact, row.urgency, row.priority) == (8, "in_progress", 2, 1, 2)
    assert row.at == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    assert (row.group, row.assignee, row.requester) == ("Database", "Agent 2", "Caller 1")
    assert "Contact type: Phone" in row.facts


def test_a_file_without_a_column_of_the_mapping_is_refused() -> None:
    with pytest.raises(InvalidInput) as refusal:
        reading.read_lines(["number,incident_state\n"], UCI)
    assert "sys_updated_at" in refusal.value.fields


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "log.csv.gz").write_bytes(b"not gzip")
    (tmp_path / "log.csv").write_bytes(b"\xff\xfe\x00")
    for name in ("log.csv.gz", "log.csv", "nowhere.csv"):
        with pytest.raises(InvalidInput):
            reading.read(tmp_path / name, UCI)


@needs_real_log
@pytest.mark.slow
def test_the_real_log_is_as_dirty_as_it_is_told_to_be() -> None:
    """Counted again from the file with other means: no mapping, no reader, one pass over plain strings."""
    seen, log = Counter[str](), reading.read(REAL_LOG, UCI)
    before: dict[str, dict[str, str]] = {}
    with gzip.open(REAL_LOG, "rt", newline="") as text:
        for row in csv.DictReader(text):
            last = before.get(row["number"])
            state = row["incident_state"]
            seen["unknown-state"] += state == "-100"
            seen["no-requester"] += last is None and row["caller_id"] == "?"
            seen["before-opened"] += when(row["sys_updated_at"]) < when(row["opened_at"])
            if last is not None:
                seen["out-of-order"] += when(row["sys_updated_at"]) < when(last["sys_updated_at"])
                seen["revision-falls"] += int(row["sys_mod_count"]) < int(last["sys_mod_count"])
                closes = state == "Closed" and last["incident_state"] not in {"Resolved", "Closed"}
                reopens = last["incident_state"] == "Closed" and state != "Closed"
                seen[f"{last['incident_state']}>{state}"] += closes or reopens
            before[row["number"]] = row
    seen["no-resolved-at"] = sum(row["resolved_at"] == "?" for row in before.values())
    assert {name: found["count"] for name, found in log.dirt.report().items()} == {n: c for n, c in seen.items() if c}
    assert (log.rows, len(log.cases)) == (141_712, 24_918)


def when(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC)
