"""A form sent twice does its work once, and the second sender learns what came of the first.

The row goes in before the work, in the same transaction: two sends at the same moment wait for each other on its key.
"""

import re

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.base.db import tenant_of
from engine.base.errors import AlreadyDone, InvalidInput
from processes.ticket.tables import Submission

_KEY = re.compile(r"[0-9a-f]{32}")


def begin(session: Session, user_id: str, key: str) -> None:
    """Note that this form is being sent now.

    Raises AlreadyDone (`submission.already-sent`, with `outcome`) when it was sent before, InvalidInput for a key that
    none of our forms carries.
    """
    if not _KEY.fullmatch(key):
        raise InvalidInput("submission.bad-key")
    try:
        with session.begin_nested():
            session.execute(insert(Submission).values(tenant_id=tenant_of(session), user_id=user_id, key=key))
    except IntegrityError as error:
        outcome = session.scalar(select(Submission.outcome).where(Submission.user_id == user_id, Submission.key == key))
        raise AlreadyDone("submission.already-sent", outcome=outcome or "") from error


def end(session: Session, user_id: str, key: str, outcome: str) -> None:
    """Keep what came of it, such as the number of the ticket that was opened."""
    row = session.get_one(Submission, (user_id, key))
    row.outcome = outcome
    session.flush()
