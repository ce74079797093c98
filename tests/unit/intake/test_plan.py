"""From rows to moves: each change of state becomes the human tasks that somebody must have completed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from processes.intake import mapping
from processes.intake.plan import Move, Planner
from processes.intake.reading import Row

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
ROW = Row(1, "INC1", "", "new", START, impact=2, urgency=2, group="Group 70", requester="Anna", category="Mail")
PLANNER = Planner(mapping.load("uci"))


def rows(*phases: str | dict[str, Any]) -> list[Row]:
    """One row an hour; a row is its phase, or what else is different in it."""
    made = []
    for number, phase in enumerate(phases):
        change = phase if isinstance(phase, dict) else {"phase": phase}
        made.append(replace(made[-1] if made else ROW, **change, line=number + 2, at=START + timedelta(hours=number)))
    return made


def moves(*phases: str | dict[str, Any]) -> list[Move]:
    return [move for move in PLANNER.moves(rows(*phases)) if move.kind != "check"]


def told(*phases: str | dict[str, Any]) -> list[str]:
    """The moves as words, without the group of the first row."""
    words = []
    for move in moves(*phases)[1 if phases[0] == "new" else 0 :]:
        outcome = move.data.get("outcome") or move.data.get("answer") or ""
        words.append(f"{move.kind} {outcome}{move.name} {move.data.get('wait_for', '')}".strip())
    return words


@pytest.mark.parametrize(
    ("phases", "expected"),
    [
        (["new"], []),
        (["new", "in_progress"], ["triage"]),
        (["in_progress"], ["triage"]),
        (["new", "resolved"], ["triage", "work resolve"]),
        (["resolved"], ["triage", "work resolve"]),
        (["new", "closed"], ["triage", "work resolve", "confirm confirmed"]),
        (["waiting_problem"], ["triage", "work wait problem"]),
        (["in_progress", "waiting_customer", "in_progress"], ["triage", "work wait customer", "wait"]),
        (["waiting_customer", "waiting_vendor"], ["triage", "work wait customer", "wait", "work wait vendor"]),
        (["waiting_vendor", "closed"], ["triage", "work wait vendor", "wait", "work resolve", "confirm confirmed"]),
        (["resolved", "in_progress"], ["triage", "work resolve", "confirm refused"]),
        (["resolved", "closed", "closed"], ["triage", "work resolve", "confirm confirmed"]),
        (["closed", "in_progress"], ["triage", "work resolve", "confirm confirmed", "message incident.reopened"]),
        (["in_progress", "new"], ["triage"]),
        (["in_progress", None, "resolved"], ["triage", "work resolve"]),
        (["new", "cancelled"], ["message incident.cancelled"]),
        (
            ["waiting_customer", "cancelled", "in_progress"],
            ["triage", "work wait customer", "message incident.cancelled"],
        ),
        (["closed", "cancelled"], ["triage", "work resolve", "confirm confirmed"]),
    ],
    ids=str,
)
def test_a_change_of_state_takes_these_moves(phases: list[str], expected: list[str]) -> None:
    assert told(*phases) == expected


def test_time_never_runs_backwards() -> None:
    late, early = rows("new", "in_progress")
    planned = list(PLANNER.moves([late, replace(early, at=START - timedelta(days=1))]))
    assert {move.at for move in planned} == {START}


def test_another_group_while_in_work_is_a_hand_over_to_its_level() -> None:
    handed = moves("in_progress", {"phase": "in_progress", "group": "Group 39"})[-1]
    assert handed.data == {"outcome": "hand_over", "to_level": "L3", "to_group": "Group 39"}


def test_another_group_at_the_time_of_resolving_resolves_it() -> None:
    assert told("in_progress", {"phase": "resolved", "group": "Group 39"}) == [
        "triage",
        "work hand_over",
        "work resolve",
    ]


@pytest.mark.parametrize("phase", ["new", "waiting_vendor", "resolved"])
def test_another_group_in_another_phase_changes_the_ticket_alone(phase: str) -> None:
    last = moves(phase, {"phase": phase, "group": "Group 39"})[-1]
    assert (last.kind, last.data) == ("regroup", {"group": "Group 39"})


def test_a_group_that_is_missing_changes_nothing() -> None:
    assert told("in_progress", {"group": None}) == ["triage"]


def test_a_new_assignee_is_noted_and_a_hand_over_forgets_the_old_one() -> None:
    story = ({"phase": "in_progress", "assignee": "Olga"}, {"group": "Group 39"}, {"assignee": None})
    assert [move.kind for move in moves(*story)] == ["triage", "reassign", "work", "reassign", "reassign"]


def test_a_change_of_urgency_is_a_message_whatever_the_phase() -> None:
    for phase in ("new", "in_progress", "waiting_customer", "resolved"):
        message = moves(phase, {"urgency": 1})[-1]
        assert (message.name, message.data["impact"], message.data["urgency"]) == ("incident.reprioritised", 2, 1)


def test_every_row_ends_in_a_check_of_its_own() -> None:
    planned = list(PLANNER.moves(rows("new", "in_progress", "closed")))
    assert [move.row.line for move in planned if move.kind == "check" and move.row] == [2, 3, 4]
    assert planned[-1].kind == "check"


def test_what_the_first_row_does_not_say_is_taken_from_a_later_one() -> None:
    first, second = rows("new", "in_progress")
    assert PLANNER.opening([replace(first, impact=None), replace(second, impact=1, urgency=3)]) == (1, 2)
    assert PLANNER.opening([replace(first, impact=None, urgency=None)]) == (2, 2)
