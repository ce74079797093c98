"""Who may do what: one truth table of operation, role and relation that pages and REST share.

A person may hold several roles and stand in several relations to the thing at hand; one permitting cell is enough.
Cells of the table:

    *   always                      r   to what they reported themselves
    -   never                       a   to what is assigned to them
                                    m   to what belongs to one of their groups

Separation of duties is deliberate: an administrator manages people and does not work tickets, a designer publishes
diagrams and does not read conversations; whoever needs both is given both roles.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Protocol

from engine.base.errors import Forbidden, NotAuthenticated


class Role(StrEnum):
    """What a person is trusted with."""

    REQUESTER = "requester"
    AGENT = "agent"
    LEAD = "lead"
    DESIGNER = "designer"
    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"


class Relation(StrEnum):
    """How a person stands to a ticket or a human task; the value is the letter of the table."""

    REQUESTER = "r"
    ASSIGNEE = "a"
    MEMBER = "m"


class Person(Protocol):
    """What the rules need to know about somebody signed in."""

    @property
    def id(self) -> str: ...

    @property
    def group_keys(self) -> Collection[str]: ...

    @property
    def is_active(self) -> bool: ...

    @property
    def role_names(self) -> Collection[str]: ...


PUBLIC = "public"
"""The operation of views that need nobody signed in: sign-in, password reset, health."""

_COLUMNS = (Role.REQUESTER, Role.AGENT, Role.LEAD, Role.DESIGNER, Role.OPERATOR, Role.ADMINISTRATOR)

# operation               requester agent lead designer operator administrator
_TABLE = """
account.edit              *         *     *    *        *        *
incident.open             *         *     *    *        *        *
incident.list             r         *     *    r        *        r
incident.read             r         *     *    r        *        r
incident.read-notes       -         *     *    -        *        -
incident.reply            r         *     *    r        r        r
incident.note             -         *     *    -        -        -
incident.attach           r         *     *    r        r        r
incident.link             -         *     *    -        -        -
incident.confirm          r         r     r    r        r        r
incident.refuse           r         r     r    r        r        r
incident.reopen           r         r     *    r        r        r
incident.cancel           r         ram   *    r        r        r
incident.wake             -         am    *    -        -        -
incident.reprioritise     -         am    *    -        -        -
incident.escalate         r         *     *    r        r        r
incident.history          r         *     *    r        *        r
task.list                 -         *     *    -        *        -
task.read                 r         *     *    r        *        r
task.claim                -         m     *    -        -        -
task.release              -         a     *    -        -        -
task.assign               -         -     *    -        -        -
task.delegate             -         a     *    -        -        -
task.complete             r         ram   *    r        r        r
people.read               -         *     *    -        -        *
people.edit               -         -     -    -        -        *
groups.read               -         *     *    *        *        *
groups.edit               -         -     -    -        -        *
customers.read            -         *     *    -        -        *
customers.edit            -         -     *    -        -        *
audit.read                -         -     *    -        -        *
definitions.read          -         *     *    *        *        *
definitions.deploy        -         -     -    *        -        -
instances.read            -         -     *    *        *        -
instances.suspend         -         -     -    -        *        -
instances.cancel          -         -     -    -        *        -
faults.read               -         -     *    *        *        -
faults.retry              -         -     -    -        *        -
jobs.read                 -         -     -    -        *        -
mail.read                 -         -     -    -        *        *
"""


def _parse(table: str) -> Mapping[str, Mapping[Role, str]]:
    rows = (line.split() for line in table.strip().splitlines())
    return {operation: dict(zip(_COLUMNS, cells, strict=True)) for operation, *cells in rows}


PERMISSIONS: Mapping[str, Mapping[Role, str]] = _parse(_TABLE)
OPERATIONS: frozenset[str] = frozenset(PERMISSIONS) | {PUBLIC}
"""Every operation there is: each view of the web names one of them."""


def may(person: Person | None, operation: str, *relations: Relation) -> bool:
    """Say whether this person may do the operation to something they stand in these relations to.

    Nobody signed in, and a deactivated person, may do what is public and no more. An operation that is not in the
    table raises KeyError: it is a slip of the programmer, not of the user.
    """
    if operation == PUBLIC:
        return True
    row = PERMISSIONS[operation]
    if person is None or not person.is_active:
        return False
    return any(_allows(row[Role(name)], relations) for name in person.role_names)


def require(person: Person | None, operation: str, *relations: Relation) -> None:
    """Raise NotAuthenticated or Forbidden unless `may` says yes."""
    if may(person, operation, *relations):
        return
    if person is None:
        raise NotAuthenticated("people.sign-in-first")
    raise Forbidden("people.not-allowed", operation=operation)


def _allows(cell: str, relations: Collection[Relation]) -> bool:
    return cell == "*" or any(relation in cell for relation in relations)
