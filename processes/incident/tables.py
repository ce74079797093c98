"""What an incident has beyond a ticket, and where its numbers come from."""

from typing import Any

from sqlalchemy import ForeignKey, Identity, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import BigInteger, Integer

from engine.base.db import Base, Json, Tenanted
from processes.ticket.tables import Ticket


class IncidentNumber(Tenanted, Base):
    """A number drawn: inserting a row never waits for another transaction, at the price of gaps after a rollback."""

    __tablename__ = "incident_number"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  # SQLAlchemy reads it from the class

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True)


class Incident(Tenanted, Base):
    """How an incident went: what ended it, how often it came back, what the directory knew of the caller."""

    __tablename__ = "incident"

    ticket_id: Mapped[str] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True)
    resolution_code: Mapped[str | None] = mapped_column(String(30))
    resolution: Mapped[str | None] = mapped_column(Text)
    close_reason: Mapped[str | None] = mapped_column(String(30))
    cancel_reason: Mapped[str | None] = mapped_column(Text)
    reopen_count: Mapped[int] = mapped_column(default=0)
    caller: Mapped[Any] = mapped_column(Json, nullable=True)
    ticket: Mapped[Ticket] = relationship()
