"""The ticket and what hangs on it: conversation, links to other tickets, and forms begun but not sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.base import clock
from engine.base.db import Base, Json, Tenanted, UtcDateTime
from engine.base.ids import new_id
from processes.people.tables import User


class Ticket(Tenanted, Base):
    """One case of a practice. `status` is a projection of the token: only processes/ticket/projection.py writes it."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        Index("ix_ticket_page", "tenant_id", "opened_at", "id"),
        Index("ix_ticket_requester", "tenant_id", "requester_id", "opened_at", "id"),
        Index("ix_ticket_status", "tenant_id", "status", "opened_at", "id"),
        Index("ix_ticket_group", "tenant_id", "assignment_group", "opened_at", "id"),
        Index("ix_ticket_assignee", "tenant_id", "assignee_id", "opened_at", "id"),
        CheckConstraint("impact IS NULL OR impact BETWEEN 1 AND 3", name="impact"),
        CheckConstraint("urgency IS NULL OR urgency BETWEEN 1 AND 3", name="urgency"),
        CheckConstraint("priority IS NULL OR priority BETWEEN 1 AND 5", name="priority"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)  # in order of creation
    number: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))  # the practice, and the key of its diagram
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text)  # number, title, description, requester; folded
    requester_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"))
    channel: Mapped[str] = mapped_column(String(20))
    impact: Mapped[int | None]
    urgency: Mapped[int | None]
    priority: Mapped[int | None]
    priority_reason: Mapped[str | None] = mapped_column(Text)
    category: Mapped[str | None] = mapped_column(String(100))
    subcategory: Mapped[str | None] = mapped_column(String(100))
    assignment_group: Mapped[str | None] = mapped_column(String(63))
    assignee_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    status: Mapped[str] = mapped_column(String(20), default="new")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, onupdate=clock.now)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    instance_id: Mapped[str | None] = mapped_column(String(32), index=True)
    version: Mapped[int] = mapped_column(default=1)
    requester: Mapped[User] = relationship(foreign_keys=[requester_id])
    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy reads it from the class


class Comment(Tenanted, Base):
    """One turn of the conversation: public for the requester to see, or internal among those who work the ticket."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_ticket", "ticket_id", "id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    author_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))  # null: the process itself
    is_public: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    author: Mapped[User | None] = relationship()


class Link(Tenanted, Base):
    """A ticket points to another one: `relates`, `duplicates`, `follows` (opened because the other could not be)."""

    __tablename__ = "link"
    __table_args__ = (
        UniqueConstraint("from_id", "to_id", "kind"),
        Index(None, "to_id"),
        CheckConstraint("from_id <> to_id", name="other"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    from_id: Mapped[str] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    to_id: Mapped[str] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Draft(Tenanted, Base):
    """A form of a human task that somebody began to fill in; kept here so that a closed browser loses nothing."""

    __tablename__ = "draft"

    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    human_task_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    data: Mapped[Any] = mapped_column(Json)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, onupdate=clock.now)


class Submission(Tenanted, Base):
    """A form that was sent: its key was drawn when the form was shown, so a second send of it is recognised."""

    __tablename__ = "submission"

    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(100), default="")
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
