"""Leadership by a row with a lease: of many tickers one works, and another takes over when it falls silent.

Two that lead for a moment do no harm, for everything a ticker does takes the lock of what it touches; leadership only
spares the database the same questions asked twice.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workers.tables import Leadership


def lead(session: Session, name: str, *, who: str, now: datetime, lease: timedelta) -> bool:
    """Take or keep the leadership called `name`; return whether `who` leads until `now + lease`."""
    free = or_(Leadership.leader == who, Leadership.until < now)
    taken = session.connection().execute(
        update(Leadership).where(Leadership.name == name, free).values(leader=who, until=now + lease)
    )
    if taken.rowcount:
        return True
    if session.scalar(select(Leadership.name).where(Leadership.name == name)):
        return False
    try:
        with session.begin_nested():
            session.add(Leadership(name=name, leader=who, until=now + lease))
    except IntegrityError:  # another first ticker was faster
        return False
    return True


def resign(session: Session, name: str, *, who: str) -> None:
    """Give the leadership up, so that another need not wait for the lease to run out."""
    session.execute(delete(Leadership).where(Leadership.name == name, Leadership.leader == who))
