"""The places a person can go to from anywhere: rail, bar of the phone and command palette show the same."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l

from web.guard import EVERY_RELATION, can


@dataclass(frozen=True)
class Place:
    """One entry: shown to those who may do its operation, once its page exists."""

    endpoint: str
    icon: str
    text: Any
    operation: str
    key: str
    """The letter that goes there after `g`."""


PLACES = (
    Place("inbox.index", "inbox", _l("Inbox"), "task.list", "i"),
    Place("tickets.index", "ticket", _l("Tickets"), "incident.read-notes", "t"),
    Place("portal.index", "lifebuoy", _l("My requests"), "incident.list", "m"),
    Place("definitions.index", "sitemap", _l("Processes"), "definitions.read", "d"),
    Place("faults.index", "alert-triangle", _l("Faults"), "faults.read", "f"),
    Place("mail.index", "mail", _l("Outgoing mail"), "mail.read", "e"),
    Place("people.index", "users", _l("People"), "people.read", "p"),
    Place("groups.index", "users-group", _l("Groups"), "groups.read", "u"),
    Place("roles.index", "shield-lock", _l("Roles"), "people.edit", "r"),
)


def visible() -> list[dict[str, Any]]:
    """Return the places this person may go to, with the one they are at marked."""
    blueprint = (request.endpoint or "").partition(".")[0]
    return [
        {
            "href": url_for(place.endpoint),
            "icon": place.icon,
            "text": place.text,
            "key": place.key,
            "current": place.endpoint.partition(".")[0] == blueprint,
        }
        for place in PLACES
        if place.endpoint in current_app.view_functions and can(place.operation, *EVERY_RELATION)
    ]
