"""Customers: found by name in any alphabet, and by who belongs to them."""

from sqlalchemy.orm import Session

from processes.crm import queries
from processes.crm.tables import Contact, Customer
from processes.text import fold
from tests.integration.processes.desk import make_user


def test_a_customer_is_found_by_name_and_by_person(session: Session) -> None:
    person = make_user(session)
    made = [Customer(name=name, name_folded=fold(name)) for name in ("ООО «Ёлка»", "Northwind", "АО «Вектор»")]
    made[0].contacts.append(Contact(user_id=person.id, name=person.name))
    session.add_all(made)
    session.flush()
    assert [row.name for row in queries.customers_page(session, search="ЕЛКА")] == ["ООО «Ёлка»"]
    assert queries.customer_of(session, person.id) is made[0]
    assert queries.customer_of(session, make_user(session).id) is None
    first = queries.customers_page(session, limit=2)
    rest = queries.customers_page(session, after=(first[-1].name_folded, first[-1].id))
    assert [row.name for row in [*first, *rest]] == ["Northwind", "АО «Вектор»", "ООО «Ёлка»"]
