"""What several tokens amount to, as a table."""

from itertools import permutations

import pytest

from processes.ticket.rules import FINAL, OPEN, PRECEDENCE, WAITING, Status, status_of

CASES = [
    ((), None),
    (("in_progress",), "in_progress"),
    (("new", "waiting_customer"), "new"),
    (("waiting_customer", "in_progress"), "in_progress"),
    (("waiting_vendor", "waiting_customer"), "waiting_customer"),
    (("waiting_problem", "waiting_evidence"), "waiting_evidence"),
    (("resolved", "waiting_vendor"), "waiting_vendor"),
    (("closed", "resolved"), "resolved"),
    (("cancelled", "closed"), "closed"),
    (("cancelled",), "cancelled"),
    (("no-such-phase",), None),
]


@pytest.mark.parametrize(("phases", "status"), CASES)
def test_a_ticket_shows_the_first_of_the_precedence(phases: tuple[str, ...], status: str | None) -> None:
    assert {status_of(order) for order in permutations(phases)} == {status}


def test_every_status_has_its_place_and_belongs_to_one_kind() -> None:
    assert sorted(PRECEDENCE) == sorted(Status)
    assert OPEN | FINAL | {Status.RESOLVED} == set(Status)
    assert set() == OPEN & FINAL
    assert len(WAITING) == 4
