"""The truth table of permissions: pinned cell by cell in docs/permissions.md, and its principles as sentences."""

from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import pytest

from engine.base.errors import Forbidden, NotAuthenticated
from processes.people.rules import OPERATIONS, PERMISSIONS, PUBLIC, Relation, Role, may, require

PAGE = Path(__file__).parents[4] / "docs/permissions.md"
MARKS = {"yes": frozenset(Relation) | {None}, "no": frozenset()}
WORDS = {"reported": Relation.REQUESTER, "assigned": Relation.ASSIGNEE, "group": Relation.MEMBER}


@dataclass
class Somebody:
    role_names: frozenset[str]
    is_active: bool = True
    groups: list[str] = field(default_factory=list)


def only(role: Role) -> Somebody:
    return Somebody(frozenset({role}))


def table_of_the_page() -> dict[tuple[str, Role], frozenset[Relation | None]]:
    """Read the page's table: an operation per line, a role per column, `yes`, `no` or relations per cell."""
    rows = [line.strip("| ").split("|") for line in PAGE.read_text().splitlines() if line.startswith("|")]
    roles = [Role(cell.strip()) for cell in rows[0][1:]]
    found = {}
    for name, *cells in rows[2:]:
        for role, cell in zip(roles, cells, strict=True):
            words = cell.strip()
            allowed = MARKS[words] if words in MARKS else frozenset(WORDS[word.strip()] for word in words.split(","))
            found[name.strip(" `"), role] = allowed
    return found


def test_every_cell_of_role_operation_and_relation_is_as_the_page_says() -> None:
    page = table_of_the_page()
    assert {operation for operation, _ in page} == set(PERMISSIONS)
    for (operation, role), relation in product(page, [None, *Relation]):
        relations = [relation] if relation else []
        expected = relation in page[operation, role]
        assert may(only(role), operation, *relations) == expected, (operation, role, relation)


@pytest.mark.parametrize("operation", sorted(OPERATIONS - {PUBLIC}))
def test_nobody_signed_in_and_nobody_deactivated_may_do_anything_but_the_public(operation: str) -> None:
    everything = Somebody(frozenset(Role), is_active=False)
    assert not may(None, operation, *Relation)
    assert not may(everything, operation, *Relation)
    assert may(None, PUBLIC)


def test_two_roles_may_what_either_may() -> None:
    both = Somebody(frozenset({Role.REQUESTER, Role.DESIGNER}))
    for operation, relation in product(PERMISSIONS, Relation):
        either = may(only(Role.REQUESTER), operation, relation) or may(only(Role.DESIGNER), operation, relation)
        assert may(both, operation, relation) == either


def test_a_requester_sees_only_their_own() -> None:
    assert may(only(Role.REQUESTER), "incident.read", Relation.REQUESTER)
    assert not may(only(Role.REQUESTER), "incident.read")
    assert not may(only(Role.REQUESTER), "incident.read-notes", *Relation)


def test_only_the_requester_confirms_or_refuses_a_solution() -> None:
    for role, operation in product(Role, ["incident.confirm", "incident.refuse"]):
        assert may(only(role), operation, Relation.REQUESTER)
        assert not may(only(role), operation, Relation.ASSIGNEE, Relation.MEMBER)


def test_people_are_edited_by_administrators_and_diagrams_deployed_by_designers_alone() -> None:
    allowed = {operation: [role for role in Role if may(only(role), operation, *Relation)] for operation in OPERATIONS}
    assert allowed["people.edit"] == [Role.ADMINISTRATOR]
    assert allowed["definitions.deploy"] == [Role.DESIGNER]
    assert allowed["faults.retry"] == [Role.OPERATOR]


def test_a_refusal_tells_a_stranger_to_sign_in_and_a_colleague_that_it_is_not_allowed() -> None:
    with pytest.raises(NotAuthenticated):
        require(None, "incident.open")
    with pytest.raises(Forbidden) as refused:
        require(only(Role.REQUESTER), "people.edit")
    assert refused.value.params == {"operation": "people.edit"}
    require(only(Role.ADMINISTRATOR), "people.edit")


def test_an_operation_nobody_listed_is_a_slip_of_the_programmer() -> None:
    with pytest.raises(KeyError):
        may(only(Role.LEAD), "incident.opne")
