"""How pages name things to a person: statuses with their tone, priorities, people as faces, sizes of files."""

from dataclasses import dataclass
from typing import Any, Protocol
from zlib import crc32

from flask_babel import format_decimal, gettext

from processes.i18n import names
from processes.ticket.rules import Status
from web.i18n import choose_language

TINTS = 6
TONES = {
    Status.NEW: "active",
    Status.IN_PROGRESS: "active",
    Status.RESOLVED: "good",
    Status.CLOSED: "good",
    Status.CANCELLED: "idle",
}
NOBODY = "?"


class Named(Protocol):
    """A user, as far as a face needs to know."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Face:
    """A person in one glance: initials on a colour that stays theirs."""

    name: str
    initials: str
    tint: int


def face(person: Named | None) -> Face:
    """Return the face of a person, of the process itself for None."""
    if person is None:
        return Face("Praxis", "P", 0)
    words = [word for word in person.name.split() if word[:1].isalnum()]
    initials = "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
    return Face(person.name, initials or NOBODY, crc32(person.id.encode()) % TINTS)


def status_text(status: str) -> str:
    """Return what a status is called."""
    return names.name_of(names.STATUSES, status, choose_language())


def status_tone(status: str) -> str:
    """Return the colour family of a status: active, wait, good or idle."""
    return TONES.get(Status(status), "wait")


def priority_text(priority: int | None) -> str:
    """Return what a priority is called."""
    return names.name_of(names.PRIORITIES, priority, choose_language()) or gettext("No priority yet")


def named(table: dict[str, str] | Any, value: object) -> str:
    """Return what a value of one of the tables of `processes.i18n.names` is called."""
    return names.name_of(table, value, choose_language())


def size_text(size: int) -> str:
    """Return the size of a file, in bytes, as people say it."""
    if size < 1024 * 1024:
        return str(gettext("%(number)s KB", number=format_decimal(max(1, round(size / 1024)))))
    return str(gettext("%(number)s MB", number=format_decimal(round(size / 1024 / 1024, 1))))
