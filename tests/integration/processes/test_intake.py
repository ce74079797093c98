"""A log of another desk, replayed into real databases; what came of it is counted again from the file."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import history, plugins
from engine.base.db import Base, Database
from engine.tables import HumanTask, Instance
from processes.intake import mapping, reading
from processes.intake.cli import import_
from processes.intake.importing import Importer, Report
from processes.intake.tables import ImportedCase
from processes.notify.tables import Delivery
from processes.ticket.tables import Ticket
from tests.unit.intake.real_log import REAL_LOG, needs_real_log

pytestmark = pytest.mark.slow
SMALL_LOG = Path(__file__).parents[2] / "unit" / "intake" / "small_log.csv"
UCI = mapping.load("uci")
AGREED = {"111", "122", "133", "212", "223", "234", "313", "324", "334"}  # impact, urgency, priority
AGREED |= {"423"}  # an impact that nobody knows: the one before it stays
STATUSES = {
    "New": "new",
    "Active": "in_progress",
    "Awaiting User Info": "waiting_customer",
    "Resolved": "resolved",
    "Closed": "closed",
}


def bring_in(database: Database, path: Path = SMALL_LOG, limit: int | None = None) -> Report:
    plugins.wire()
    return Importer(database, UCI, reading.read(path, UCI), limit).run(lambda _count: None)


def lives(path: Path = SMALL_LOG) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The rows of each incident as plain texts, those left out that nobody can read."""
    with path.open(newline="") as text:
        rows = [row for row in csv.DictReader(text) if row["closed_at"] and row["sys_updated_at"] != "soon"]
    for number, found in groupby(rows, key=lambda row: row["number"]):
        yield number, list(found)


def when(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC)


def ticket_of(session: Session, number: str) -> Ticket:
    case = session.scalars(select(ImportedCase).where(ImportedCase.number == number)).one()
    return session.scalars(select(Ticket).where(Ticket.id == case.ticket_id)).one()


def rows_of_all_tables(database: Database) -> dict[str, int]:
    with database.transaction(readonly=True) as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
        }


def test_every_incident_of_the_log_is_there_and_ends_as_its_last_row_says(database: Database) -> None:
    bring_in(database)
    with database.transaction(readonly=True) as session:
        for number, rows in lives():
            ticket = ticket_of(session, number)
            assert ticket.status == STATUSES[rows[-1]["incident_state"]], number
            assert ticket.assignment_group is None or "uci-" in ticket.assignment_group


def test_times_are_those_of_the_log(sqlite_database: Database) -> None:
    bring_in(sqlite_database)
    with sqlite_database.transaction(readonly=True) as session:
        for number, rows in lives():
            ticket, states = ticket_of(session, number), [row["incident_state"] for row in rows]
            if number != "INC0000006":  # opened "yesterday"
                opened, first = when(rows[0]["opened_at"]), when(rows[0]["sys_updated_at"])
                assert ticket.opened_at == min(opened, first), number
            if "Resolved" in states:
                resolved = [row["sys_updated_at"] for row in rows if row["incident_state"] == "Resolved"]
                assert ticket.resolved_at == max(map(when, resolved)), number
            if states[-1] == "Closed":
                assert ticket.closed_at == when(rows[-1]["sys_updated_at"])


def test_the_way_of_an_incident_is_in_its_history_with_the_times_of_the_log(sqlite_database: Database) -> None:
    bring_in(sqlite_database)
    with sqlite_database.transaction(readonly=True) as session:
        ticket = ticket_of(session, "INC0000002")
        assert ticket.instance_id is not None
        entered = {
            entry.element_id: entry.at
            for entry in history.of(session, ticket.instance_id)
            if entry.event == "entered" and str(entry.element_id).startswith("wait_")
        }
    assert {name: f"{at:%H:%M}" for name, at in entered.items() if name != "wait_for_whom"} == {
        "wait_customer": "10:00", "wait_vendor": "11:00", "wait_problem": "12:00", "wait_evidence": "13:00",
    }  # fmt: skip


def test_a_priority_that_is_not_the_matrix_of_the_source_is_told(sqlite_database: Database) -> None:
    report = bring_in(sqlite_database)
    wrong = {
        number
        for number, rows in lives()
        for row in rows
        if row["impact"][0] + row["urgency"][0] + row["priority"][0] not in AGREED
    }
    assert set(report.priority_mismatches) == wrong == {"INC0000008"}
    assert report.final_state_mismatches == []


def test_a_second_run_changes_nothing(database: Database) -> None:
    first = bring_in(database)
    before = rows_of_all_tables(database)
    second = bring_in(database)
    assert rows_of_all_tables(database) == before
    assert (first.imported, second.imported, second.already_there) == (8, 0, 8)
    assert second.as_json() == first.as_json() | {"imported": 0, "already_there": 8}


def test_an_import_that_was_broken_off_goes_on_where_it_stopped(sqlite_database: Database) -> None:
    assert bring_in(sqlite_database, limit=3).cases == 3
    rest = bring_in(sqlite_database)
    assert (rest.imported, rest.already_there, rest.cases) == (5, 3, 8)


def test_nobody_is_written_to_and_what_stands_is_in_the_inbox_of_its_group(sqlite_database: Database) -> None:
    bring_in(sqlite_database)
    with sqlite_database.transaction(readonly=True) as session:
        assert session.scalar(select(func.count()).select_from(Delivery)) == 0
        [standing] = session.scalars(select(HumanTask)).all()
        assert standing.element_id == "wait_customer"
        assert standing.candidate_groups == [ticket_of(session, "INC0000007").assignment_group]
        running = session.scalar(select(func.count()).select_from(Instance).where(Instance.state == "running"))
        assert running == 1  # the reopening windows of all others are over


def test_a_case_that_cannot_be_replayed_is_left_out_whole_and_named(sqlite_database: Database, tmp_path: Path) -> None:
    spoilt = tmp_path / "log.csv"
    long = SMALL_LOG.read_text().replace("Category 1,Subcategory 1", f"Category 1,{'S' * 101}", 1)
    spoilt.write_text(long.replace("Category 1,Subcategory 1", f"Category 1,{'S' * 101}", 3))
    report = bring_in(sqlite_database, spoilt)
    assert list(report.failed) == ["INC0000001"]
    assert "form.invalid" in report.failed["INC0000001"]
    with sqlite_database.transaction(readonly=True) as session:
        assert session.scalar(select(func.count()).select_from(Ticket)) == 7


def test_the_command_writes_a_report(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRAXIS_DATABASE_URL", str(sqlite_database.engine.url))
    written = tmp_path / "report.json"
    arguments = ["incidents", str(SMALL_LOG), "--mapping", "uci", "--limit", "5", "--report", str(written)]
    outcome = CliRunner().invoke(import_, arguments, catch_exceptions=False)
    assert outcome.exit_code == 0, outcome.output
    report = json.loads(written.read_text())
    assert (report["incidents"], report["final_state_mismatches"]) == (5, 0)
    assert report["dirty"]["unknown-state"] == {
        "count": 1, "lines": [25], "reason": "The mapping does not know the state: the incident stays where it was.",
    }  # fmt: skip


@needs_real_log
def test_the_first_incidents_of_the_real_log_agree_with_it(sqlite_database: Database) -> None:
    report = bring_in(sqlite_database, REAL_LOG, limit=300)
    assert (report.cases, report.failed) == (300, {})
    assert report.priority_mismatches == report.final_state_mismatches == []
