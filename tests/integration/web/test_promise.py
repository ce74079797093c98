"""What a requester is told: in both languages, for every status, without a word of the diagram."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from engine.base import clock
from engine.base.clock import VirtualClock
from processes.ticket.rules import Status
from web.i18n import LANGUAGE_COOKIE, LANGUAGES
from web.pages.promise import Standing, milestones, promise_of
from web.pages.slack import slack_of

JARGON = re.compile(r"token|gateway|process|bpmn|instance|task|flow|токен|маркер|шлюз|процесс|экземпляр|задач", re.I)
OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_promise_in_plain_words(app: Flask, status: Status, language: str) -> None:
    with app.test_request_context(headers={"Cookie": f"{LANGUAGE_COOKIE}={language}"}):
        promise = promise_of(Standing(status, level="L2"))
        assert promise.sentence.endswith(".")
        assert promise.short
        assert not JARGON.search(promise.sentence + promise.short)
        assert bool(re.search("[а-яё]", promise.sentence)) == (language == "ru")


@pytest.mark.parametrize(
    ("status", "tone"),
    [("new", "work"), ("in_progress", "work"), ("waiting_customer", "ask"), ("resolved", "ask"), ("closed", "done")],
)
def test_the_tone_says_whether_the_requester_has_to_act(app: Flask, status: str, tone: str) -> None:
    with app.test_request_context():
        assert promise_of(Standing(status)).tone == tone


def test_a_promise_names_the_hour_when_a_step_is_due(app: Flask, virtual_clock: VirtualClock) -> None:
    with app.test_request_context():
        due_at = clock.now() + timedelta(hours=2)
        assert "by today 11:00" in promise_of(Standing("in_progress", "L1", due_at=due_at)).sentence.replace(
            "\u202f", " "
        )


def test_a_solved_request_says_when_it_closes_by_itself(app: Flask, virtual_clock: VirtualClock) -> None:
    with app.test_request_context():
        sentence = promise_of(Standing("resolved", deadline_at=clock.now() + timedelta(days=7))).sentence
        assert "on Mar 9, 2026" in sentence


def stages(status: str, *, to_requester: bool = True) -> list[str]:
    found = milestones(Standing(status), opened_at=OPENED, solved_at=None, over_at=None, to_requester=to_requester)
    return [stage.state for stage in found]


def test_exactly_one_stage_is_the_present_one(app: Flask) -> None:
    with app.test_request_context():
        assert stages("new") == ["now", "todo", "todo", "todo"]
        assert stages("waiting_vendor") == ["done", "now", "todo", "todo"]
        assert stages("resolved") == ["done", "done", "now", "todo"]
        assert stages("closed") == ["done", "done", "done", "now"]
        assert stages("cancelled") == ["done", "now"]


@pytest.mark.parametrize(
    ("status", "due_in", "tone", "text"),
    [
        ("in_progress", 180, "good", "3 hours left"),
        ("in_progress", 40, "warn", "40 minutes left"),
        ("in_progress", 5, "bad", "5 minutes left"),
        ("in_progress", -60, "bad", "overdue by 1 hour"),
        ("in_progress", None, "idle", "waits for 1 hour"),
        ("waiting_customer", 5, "idle", "paused: waiting for the customer"),
    ],
)
def test_slack_is_told_in_words_and_pauses_while_the_ticket_waits(
    app: Flask, virtual_clock: VirtualClock, status: str, due_in: int | None, tone: str, text: str
) -> None:
    with app.test_request_context():
        now = clock.now()
        slack = slack_of(status, now - timedelta(hours=1), None if due_in is None else now + timedelta(minutes=due_in))
        assert (slack.tone, slack.text) == (tone, text)
