"""A form sent twice does its work once."""

import pytest
from sqlalchemy.orm import Session

from engine.base.errors import AlreadyDone, InvalidInput
from engine.base.ids import new_id
from processes.ticket import submissions
from tests.integration.processes.desk import make_user


def test_the_second_send_of_a_form_learns_what_came_of_the_first(session: Session) -> None:
    user, key = make_user(session), new_id()
    submissions.begin(session, user.id, key)
    submissions.end(session, user.id, key, "INC-000001")
    with pytest.raises(AlreadyDone) as second:
        submissions.begin(session, user.id, key)
    assert second.value.params["outcome"] == "INC-000001"


def test_another_person_or_another_form_is_not_taken_for_the_same(session: Session) -> None:
    user, other, key = make_user(session), make_user(session), new_id()
    for person, form in ((user, key), (other, key), (user, new_id())):
        submissions.begin(session, person.id, form)


@pytest.mark.parametrize("key", ["", "x" * 32, "A" * 32, "0" * 31, "0" * 33])
def test_a_key_that_no_form_carries_is_refused(session: Session, key: str) -> None:
    with pytest.raises(InvalidInput, match="bad-key"):
        submissions.begin(session, make_user(session).id, key)
