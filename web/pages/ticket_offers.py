"""What one can do on a ticket besides its next step: change impact or urgency, escalate, cancel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext

from engine.forms import Field, Option
from processes.i18n import names
from processes.ticket.rules import OPEN, SCALE, Status
from web.pages.inbox_list import Choice
from web.pages.opened import Opened
from web.pages.words import named

LONGEST_REASON = "4000"


@dataclass(frozen=True, slots=True)
class Offer:
    """One small form; unfolded when it came back with errors. `name` is the view that takes it."""

    name: str
    icon: str
    text: str
    hint: str
    submit_text: str
    fields: Sequence[Field]
    version: int | None = None
    is_danger: bool = False
    is_open: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The form that came back: its name, what was wrong with it, what was typed."""

    name: str = ""
    errors: Mapping[str, Sequence[str]] | None = None
    typed: Mapping[str, Any] | None = None

    def field(self, offer: str, name: str, label: str, value: Any = "", options: Sequence[int] = ()) -> Field:
        """Draw a field of an offer, with its errors and what was typed when it is the one that came back."""
        is_this = offer == self.name
        shown = (self.typed or {}).get(name, value) if is_this else value
        errors = (self.errors or {}).get(name, ()) if is_this else ()
        choices = [Option(str(step), named(names.SCALE, step), str(step) == str(shown)) for step in options]
        limits = {} if options else {"maxlength": LONGEST_REASON}
        widget = "select" if options else "textarea"
        return Field(name, label, "", widget, True, str(shown or ""), choices, errors, attributes=limits)


def offers_of(opened: Opened, refused: Refused) -> list[Offer]:
    """Return what this reader may do in this state of the ticket."""
    ticket, args = opened.ticket, Choice.of_request().args()
    found = []
    if ticket.status in OPEN and opened.may("incident.reprioritise"):
        found.append(_reprioritise(opened, refused))
    if ticket.status in OPEN and opened.may("incident.escalate"):
        found.append(_escalate(refused))
    if ticket.status in OPEN | {Status.RESOLVED} and opened.may("incident.cancel"):
        found.append(_cancel(refused))
    return [
        replace(
            offer,
            is_open=offer.name == refused.name,
            url=url_for(f"actions.{offer.name}", number=ticket.number, **args),
        )
        for offer in found
    ]


def _reprioritise(opened: Opened, refused: Refused) -> Offer:
    name, ticket = "reprioritise", opened.ticket
    return Offer(
        name,
        "refresh",
        gettext("Change impact or urgency"),
        gettext("The decision table derives the priority; nobody types it."),
        gettext("Change"),
        (
            refused.field(name, "impact", gettext("Impact"), ticket.impact, SCALE),
            refused.field(name, "urgency", gettext("Urgency"), ticket.urgency, SCALE),
            refused.field(name, "reason", gettext("Why?")),
        ),
        version=ticket.version,
    )


def _escalate(refused: Refused) -> Offer:
    return Offer(
        "escalate",
        "bell",
        gettext("Escalate to the leads"),
        gettext("The leads of the group get a letter. Who works on the ticket does not change."),
        gettext("Escalate"),
        (refused.field("escalate", "reason", gettext("What is needed from them?")),),
    )


def _cancel(refused: Refused) -> Offer:
    return Offer(
        "cancel",
        "x",
        gettext("Cancel the ticket"),
        gettext("The requester reads the reason. Nothing more happens to the ticket then."),
        gettext("Cancel the ticket"),
        (refused.field("cancel", "reason", gettext("Why?")),),
        is_danger=True,
    )
