"""Finding customers and the contacts who speak for them."""

from collections.abc import Sequence

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from processes.crm.tables import Contact, Customer
from processes.text import contains


def customer_of(session: Session, user_id: str) -> Customer | None:
    """Return the organisation a person belongs to, when they belong to one."""
    chosen = select(Customer).join(Contact).where(Contact.user_id == user_id).order_by(Customer.id).limit(1)
    return session.scalar(chosen)


def customers_page(
    session: Session, *, search: str = "", after: tuple[str, str] | None = None, limit: int = 50
) -> Sequence[Customer]:
    """Return customers by name; `after` is (`name_folded`, `id`) of the last row of the previous page."""
    chosen = select(Customer).order_by(Customer.name_folded, Customer.id).limit(limit)
    if search:
        chosen = chosen.where(Customer.name_folded.like(contains(search), escape="\\"))
    if after is not None:
        chosen = chosen.where(tuple_(Customer.name_folded, Customer.id) > after)
    return session.scalars(chosen).all()
