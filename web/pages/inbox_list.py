"""The list of work beside the inbox and beside a ticket opened from it: whose, in which order, what is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext

from engine import diagram_texts
from processes.people.rules import may
from processes.ticket import queries, worklist
from processes.ticket.worklist import COUNTED, Order, Wanted, Work
from web.i18n import choose_language
from web.pages.slack import Slack, slack_of
from web.pages.words import priority_text

AT_ONCE = 30
MINE, GROUPS, ALL = "mine", "groups", "all"
VIEWS = (MINE, GROUPS, ALL)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader chose to see: it travels with every link of the list."""

    view: str
    order: Order
    search: str
    after: str | None

    @classmethod
    def of_request(cls) -> "Choice":
        """Read the choice from the address; what is not known falls back to the group's work by rank."""
        view, order = request.args.get("view", GROUPS), request.args.get("sort", Order.RANK)
        return cls(
            view if view in VIEWS else GROUPS,
            Order(order) if order in set(Order) else Order.RANK,
            request.args.get("q", "")[:100],
            request.args.get("after"),
        )

    def wanted(self) -> Wanted:
        """Return the same as a question to the worklist."""
        shared = Wanted(search=self.search, order=self.order)
        if self.view == MINE:
            return replace(shared, assignee_id=g.viewer.id)
        return replace(shared, groups=g.viewer.group_keys) if self.view == GROUPS else shared

    def args(self, **changes: str | None) -> dict[str, Any]:
        """Return the query of a link that keeps the choice, with some of it changed."""
        kept = {"view": self.view, "sort": self.order.value, "q": self.search, "after": self.after} | changes
        return {name: value for name, value in kept.items() if value}


@dataclass(frozen=True, slots=True)
class Row:
    """One human task in the list."""

    task_id: str
    number: str
    title: str
    href: str
    step: str
    priority: int | None
    priority_text: str
    slack: Slack
    assignee: str
    claim_url: str
    current: bool


def pane(choice: Choice, current: str = "") -> dict[str, Any]:
    """Return everything the list pane shows; `current` is the number of the ticket opened beside it."""
    page = worklist.page(g.session, choice.wanted(), after=choice.after, limit=AT_ONCE)
    rows = [_row(work, choice, current) for work in page.rows]
    counts = {view: _counted(Choice(view, choice.order, "", None)) for view in (MINE, GROUPS)}
    return {
        "title": _titles()[choice.view],
        "view": choice.view,
        "sort": choice.order.value,
        "query": choice.search,
        "rows": rows,
        "tabs": [_tab(view, choice, counts.get(view)) for view in VIEWS],
        "orders": [{"value": order.value, "text": text} for order, text in _orders().items()],
        "more": page.next and url_for("inbox.index", **choice.args(after=page.next)),
        "next_href": _next(rows),
        "back": url_for("inbox.index", **choice.args()),
        "nothing": _nothing(choice),
    }


def _row(work: Work, choice: Choice, current: str) -> Row:
    task, ticket = work.task, work.ticket
    names = diagram_texts.texts(g.session, work.definition_id, choose_language()).names
    relations = queries.relations_to_task(g.viewer, task, ticket)
    can_claim = task.assignee_id is None and may(g.viewer, "task.claim", *relations)
    return Row(
        task_id=task.id,
        number=ticket.number,
        title=ticket.title,
        href=url_for("tickets.show", number=ticket.number, **choice.args()),
        step=names.get(task.element_id) or task.name,
        priority=ticket.priority,
        priority_text=priority_text(ticket.priority),
        slack=slack_of(ticket.status, task.created_at, task.due_at),
        assignee=ticket.assignee.name if task.assignee_id and ticket.assignee else "",
        claim_url=url_for("inbox.claim", task_id=task.id, **choice.args()) if can_claim else "",
        current=ticket.number == current,
    )


def _next(rows: Sequence[Row]) -> str | None:
    waiting = [row for row in rows if not row.current and row.slack.icon != "player-pause"]
    return waiting[0].href if waiting else None


def _counted(choice: Choice) -> str:
    number = worklist.count(g.session, choice.wanted())
    return f"{COUNTED - 1}+" if number >= COUNTED else str(number)


def _tab(view: str, choice: Choice, count: str | None) -> Mapping[str, Any]:
    href = url_for("inbox.index", **choice.args(view=view, after=None))
    return {"text": _titles()[view], "href": href, "count": count, "current": view == choice.view}


def _titles() -> dict[str, str]:
    return {MINE: gettext("Mine"), GROUPS: gettext("My groups"), ALL: gettext("All")}


def _orders() -> dict[Order, str]:
    return {
        Order.RANK: gettext("By priority"),
        Order.DUE: gettext("Least time left"),
        Order.NEWEST: gettext("Newest first"),
    }


def _nothing(choice: Choice) -> dict[str, str]:
    if choice.search:
        return {
            "icon": "search",
            "title": gettext("Nothing matches"),
            "text": gettext("Only open steps are searched here. Closed tickets are under Tickets."),
        }
    texts = {
        MINE: (
            gettext("Nothing is assigned to you"),
            gettext("Steps you take appear here. Look under “My groups” for work that waits for somebody."),
        ),
        GROUPS: (
            gettext("Your groups have nothing to do"),
            gettext("Steps that wait for one of your groups appear here. A lead or administrator adds you to groups."),
        ),
        ALL: (gettext("No open steps"), gettext("Every step that waits for a person appears here.")),
    }
    title, text = texts[choice.view]
    return {"icon": "inbox", "title": title, "text": text}
