"""What happens next to somebody's request, and by when: plain words, never a term of the diagram."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from processes.ticket.rules import FINAL, WAITING, Status
from web.pages.words import status_text
from web.rendering import day, when


@dataclass(frozen=True, slots=True)
class Standing:
    """What the promise is made from: the status, the level at work, and the instants that bind us.

    `due_at` is when the step in hand is due, `deadline_at` when the process goes on by itself: closes a solved request,
    or lets a closed one rest for good.
    """

    status: str
    level: str | None = None
    due_at: datetime | None = None
    deadline_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """The sentences, their tone (`work`, `ask` when the requester has to act, `done`), and a short form for lists."""

    tone: str
    sentence: str
    short: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """One stage of a request; `state` is done, now or todo."""

    label: str
    state: str
    detail: str = ""


def promise_of(standing: Standing) -> Promise:
    """Say what happens next."""
    status = standing.status
    if status in WAITING:
        return _waiting(status)
    if status == Status.RESOLVED:
        return _solved(standing)
    if status in FINAL:
        return _over(standing)
    return _at_work(standing)


def milestones(
    standing: Standing,
    *,
    opened_at: datetime,
    solved_at: datetime | None,
    over_at: datetime | None,
    to_requester: bool,
) -> list[Milestone]:
    """Return the stages of a request, each with its state and its time, in words to the requester or to colleagues."""
    stage = _stage(standing.status)
    if standing.status == Status.CANCELLED:
        return [
            Milestone(gettext("Received"), "done", when(opened_at)),
            Milestone(gettext("Cancelled"), "now", when(over_at) if over_at else ""),
        ]
    rows = (
        (gettext("Received"), when(opened_at)),
        (_work_label(standing, to_requester=to_requester), ""),
        (_confirm_label(to_requester=to_requester), when(solved_at) if solved_at and stage >= 2 else ""),
        (gettext("Closed"), when(over_at) if over_at and stage >= 3 else ""),
    )
    return [
        Milestone(label, "done" if at < stage else "now" if at == stage else "todo", detail)
        for at, (label, detail) in enumerate(rows)
    ]


def _stage(status: str) -> int:
    return {Status.NEW: 0, Status.RESOLVED: 2, Status.CLOSED: 3}.get(Status(status), 1)


def _confirm_label(*, to_requester: bool) -> str:
    you, they = gettext("You confirm that it works"), gettext("The requester confirms that it works")
    return str(you if to_requester else they)


def _work_label(standing: Standing, *, to_requester: bool = True) -> str:
    labels: dict[str, str] = {
        "L1": gettext("The service desk works on it"),
        "L2": gettext("A specialist looks for the cause"),
        "L3": gettext("An expert looks for the cause"),
    }
    if standing.status in WAITING:
        return _waiting(standing.status).short if to_requester else status_text(standing.status)
    return labels.get(standing.level or "L1", labels["L1"])


def _at_work(standing: Standing) -> Promise:
    who = (
        gettext("The service desk has your report and reads it next.")
        if standing.status == Status.NEW
        else f"{_work_label(standing)}."
    )
    by_when = (
        gettext("You hear from us by %(when)s.", when=when(standing.due_at))
        if standing.due_at
        else gettext("We write to you at each step.")
    )
    then = gettext("When it is solved, we ask you to confirm that everything works.")
    return Promise("work", f"{who} {by_when} {then}", f"{who} {by_when}")


def _waiting(status: str) -> Promise:
    if status == Status.WAITING_CUSTOMER:
        return Promise(
            "ask",
            gettext("We have a question for you: it is the last message below. Work goes on as soon as you answer."),
            gettext("We need an answer from you"),
        )
    sentences = {
        Status.WAITING_VENDOR: (
            gettext("We wait for the supplier. You need not do anything; we write as soon as there is news."),
            gettext("We wait for the supplier"),
        ),
        Status.WAITING_PROBLEM: (
            gettext(
                "The cause is being removed for good, which takes a little longer. We write as soon as it is done."
            ),
            gettext("The cause is being removed for good"),
        ),
        Status.WAITING_EVIDENCE: (
            gettext("We need to see it happen once more. When it does, tell us below what you saw and at what time."),
            gettext("We need to see it happen once more"),
        ),
    }
    sentence, short = sentences[Status(status)]
    return Promise("ask" if status == Status.WAITING_EVIDENCE else "work", sentence, short)


def _solved(standing: Standing) -> Promise:
    ask = gettext("We believe it works again. Does it? One answer is enough.")
    if standing.deadline_at is None:
        return Promise("ask", ask, gettext("Please confirm that it works"))
    alone = gettext("Without an answer it closes by itself on %(when)s.", when=day(standing.deadline_at))
    return Promise("ask", f"{ask} {alone}", f"{gettext('Please confirm that it works')}. {alone}")


def _over(standing: Standing) -> Promise:
    if standing.status == Status.CANCELLED:
        sentence = gettext("This request was cancelled. Nothing more happens here.")
        return Promise("done", sentence, gettext("Cancelled"))
    if standing.deadline_at is None:
        sentence = gettext("This request is closed. If the fault comes back, report it again.")
        return Promise("done", sentence, gettext("Closed"))
    sentence = gettext(
        "This request is closed. If the fault comes back, you can reopen it until %(when)s.",
        when=day(standing.deadline_at),
    )
    return Promise("done", sentence, gettext("Closed"))
