"""Which verb is allowed in which status, as a table."""

from itertools import product

import pytest

from engine.base.errors import RuleViolated
from processes.incident import rules
from processes.ticket.rules import Status

TABLE = """
                  reply cancel open reopen
new               yes   yes    yes  no
in_progress       yes   yes    yes  no
waiting_customer  yes   yes    yes  no
waiting_vendor    yes   yes    yes  no
waiting_problem   yes   yes    yes  no
waiting_evidence  yes   yes    yes  no
resolved          yes   yes    no   no
closed            yes   no     no   yes
cancelled         no    no     no   no
"""
CHECKS = {
    "reply": rules.check_reply,
    "cancel": rules.check_cancel,
    "open": rules.check_open,
    "reopen": rules.check_reopen,
}
VERBS, *ROWS = (line.split() for line in TABLE.strip().splitlines())
ALLOWED = {(status, verb): cell == "yes" for status, *cells in ROWS for verb, cell in zip(VERBS, cells, strict=True)}


@pytest.mark.parametrize(("status", "verb"), sorted(product(Status, CHECKS)))
def test_a_verb_is_allowed_as_the_table_says(status: Status, verb: str) -> None:
    try:
        CHECKS[verb](status)
        allowed = True
    except RuleViolated as refused:
        allowed = False
        assert refused.params["status"] == status
    assert allowed == ALLOWED[status, verb]
