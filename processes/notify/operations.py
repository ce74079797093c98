"""Deciding on a mail and noting what became of it; the row and its job are written with the change they tell of."""

from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import jobs
from engine.base import clock, settings
from engine.base.errors import NotFound
from engine.base.ids import new_id
from processes.notify import letters
from processes.notify.tables import Delivery
from processes.people.tables import User
from processes.ticket.tables import Ticket

PUBLIC_URL = settings.declare(
    "PRAXIS_PUBLIC_URL", str, "http://127.0.0.1:8080", "Address of the site as people reach it; links in mails use it."
)

MAIL = "notify.mail"
"""Kind of the job that carries a delivery; its payload is `{"delivery_id": …}`."""

RETRY_PLAN = (30.0, 120.0, 600.0, 3600.0, 4 * 3600.0)  # seconds; a mail server may be away for an afternoon
SILENT_CHANNELS = frozenset({"import"})


def tell_of_ticket(session: Session, ticket: Ticket, occasion: str, *, to: User, **values: Any) -> Delivery | None:
    """Decide on a mail about a ticket; None for somebody deactivated and for tickets that came in by import."""
    if not to.is_active or ticket.channel in SILENT_CHANNELS:
        return None
    facts = {
        "number": ticket.number,
        "title": ticket.title,
        "link": f"{base_url()}/tickets/{ticket.number}",
        "priority": ticket.priority or "",
    }
    thread = f"<{ticket.number}@{_host()}>"
    is_first = occasion == "opened"
    return _decide(
        session,
        to,
        occasion,
        facts | values,
        ticket_id=ticket.id,
        message_id=thread if is_first else None,
        references=None if is_first else thread,
    )


def tell_of_password_reset(session: Session, user: User, secret: str) -> Delivery | None:
    """Decide on the mail with the link that sets a new password; None for somebody deactivated."""
    if not user.is_active:
        return None
    values = {"login": user.login, "link": f"{base_url()}/reset-password/{secret}"}
    return _decide(session, user, "password_reset", values)


def get(session: Session, delivery_id: str) -> Delivery:
    """Return a delivery; raises NotFound (`notify.no-such-delivery`)."""
    delivery = session.scalar(select(Delivery).where(Delivery.id == delivery_id))
    if delivery is None:
        raise NotFound("notify.no-such-delivery", id=delivery_id)
    return delivery


def mark_sent(session: Session, delivery_id: str) -> None:
    """Note that the mail server took the mail."""
    delivery = get(session, delivery_id)
    delivery.state, delivery.sent_at, delivery.error = "sent", clock.now(), None
    if delivery.ticket_id is None:
        delivery.body = ""  # the link of a password reset is not kept longer than the mail needs it


def mark_failed(session: Session, delivery_id: str, error: str) -> None:
    """Note that the mail will not be sent; the fault of its job tells an operator."""
    delivery = get(session, delivery_id)
    delivery.state, delivery.error = "failed", error


def base_url() -> str:
    """Return the address of the site without a slash at its end."""
    return PUBLIC_URL.value().rstrip("/")


def _decide(
    session: Session,
    to: User,
    occasion: str,
    values: dict[str, Any],
    *,
    ticket_id: str | None = None,
    message_id: str | None = None,
    references: str | None = None,
) -> Delivery:
    filled = {name: str(value) for name, value in values.items()} | {"name": to.name}
    letter = letters.write(occasion, to.language, filled)
    delivery_id = new_id()
    delivery = Delivery(
        id=delivery_id,
        ticket_id=ticket_id,
        user_id=to.id,
        address=to.email,
        language=to.language,
        occasion=occasion,
        subject=letter.subject,
        body=letter.body,
        message_id=message_id or f"<{delivery_id}@{_host()}>",
        references=references,
    )
    session.add(delivery)
    session.flush()
    jobs.add(session, MAIL, {"delivery_id": delivery_id}, retry_plan=RETRY_PLAN, queue=jobs.CALLS)
    return delivery


def _host() -> str:
    return urlsplit(base_url()).hostname or "localhost"
