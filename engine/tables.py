"""The engine's tables: definitions, instances, what waits, jobs, faults and the append-only history.

State lies apart from the specification: `definition.specification` is stored once per version, `instance.saved`
is the codec's blob, read by a step alone. Both are bytes on purpose: a JSONB column reorders keys.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import BigInteger, Integer

from engine.base import clock
from engine.base.db import Base, Json, Tenanted, UtcDateTime
from engine.base.ids import new_id

Serial = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts rows only in an INTEGER primary key


class Definition(Tenanted, Base):
    """One deployed, immutable version of a folder of diagrams, decision tables and forms."""

    __tablename__ = "definition"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key", "version"),
        UniqueConstraint("tenant_id", "key", "content_hash"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(100))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    view: Mapped[str | None] = mapped_column(String(60))  # the ticket as its expressions read it
    content_hash: Mapped[str] = mapped_column(String(64))  # sha256 over sorted file names and bytes
    files: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # zip of the folder as it was deployed
    specification: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    author: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(Text, default="")
    deployed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Instance(Tenanted, Base):
    """One run of a definition; `version` counts saved steps and guards against lost updates."""

    __tablename__ = "instance"
    __table_args__ = (
        Index(None, "tenant_id", "business_key"),
        Index(None, "definition_id", "state"),
        CheckConstraint("state IN ('running', 'suspended', 'completed', 'cancelled')", name="state"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    definition_id: Mapped[str] = mapped_column(ForeignKey("definition.id"))
    key: Mapped[str] = mapped_column(String(100))
    business_key: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10), default="running")
    version: Mapped[int] = mapped_column(default=1)
    saved: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, default=b"")  # tokens and variables, by the codec
    saved_bytes: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HumanTask(Tenanted, Base):
    """A row of an inbox: a user or manual task that waits for a person. Ended ones move to the history."""

    __tablename__ = "human_task"
    __table_args__ = (
        Index("ix_human_task_page", "tenant_id", "sort_key", "id"),
        Index("ix_human_task_assignee", "tenant_id", "assignee_id", "sort_key", "id"),
        Index(None, "instance_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)  # the id of the task inside the instance
    instance_id: Mapped[str] = mapped_column(ForeignKey("instance.id", ondelete="CASCADE"))
    business_key: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(100))
    element_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(300))
    lane: Mapped[str | None] = mapped_column(String(200))
    form: Mapped[str | None] = mapped_column(String(100))
    role: Mapped[str | None] = mapped_column(String(40))  # "requester": the requester of the ticket may complete it
    candidate_groups: Mapped[list[str]] = mapped_column(Json, default=list)
    assignee_id: Mapped[str | None] = mapped_column(String(32))
    owner_id: Mapped[str | None] = mapped_column(String(32))  # who delegated it and gets it back on release
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sort_key: Mapped[str] = mapped_column(String(40))  # the earlier in the inbox, the smaller
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy reads it from the class


class CandidateGroup(Base):
    """One candidate group of one human task; the inbox of a group is a walk along this key."""

    __tablename__ = "candidate_group"
    __table_args__ = (Index("ix_candidate_group_human_task_id", "human_task_id"), {"sqlite_with_rowid": False})

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    group_key: Mapped[str] = mapped_column(String(60), primary_key=True)
    sort_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    human_task_id: Mapped[str] = mapped_column(ForeignKey("human_task.id", ondelete="CASCADE"), primary_key=True)


class Timer(Tenanted, Base):
    """A token that waits for an instant."""

    __tablename__ = "timer"
    __table_args__ = (Index("ix_timer_due", "due_at", "id"), UniqueConstraint("instance_id", "task_id", "element_id"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    instance_id: Mapped[str] = mapped_column(ForeignKey("instance.id", ondelete="CASCADE"))
    task_id: Mapped[str] = mapped_column(String(32))

    element_id: Mapped[str] = mapped_column(String(200))
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # null while the instance is suspended
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Subscription(Tenanted, Base):
    """A token that waits for a BPMN message (with a correlation key) or a signal (without)."""

    __tablename__ = "subscription"
    __table_args__ = (
        Index("ix_subscription_match", "tenant_id", "kind", "name", "correlation_key"),
        UniqueConstraint("instance_id", "task_id", "kind", "name"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    instance_id: Mapped[str] = mapped_column(ForeignKey("instance.id", ondelete="CASCADE"))
    task_id: Mapped[str] = mapped_column(String(32))
    element_id: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10), default="message")
    name: Mapped[str] = mapped_column(String(200))
    correlation_key: Mapped[str] = mapped_column(String(200), default="")


class BpmnMessage(Tenanted, Base):
    """A message that came in: kept until somebody waits for it, and remembered so that it is not taken twice."""

    __tablename__ = "bpmn_message"
    __table_args__ = (
        UniqueConstraint("tenant_id", "name", "message_id"),
        Index(
            "ix_bpmn_message_open", "tenant_id", "name", "correlation_key", sqlite_where=text("delivered_at IS NULL")
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    correlation_key: Mapped[str] = mapped_column(String(200))
    message_id: Mapped[str] = mapped_column(String(200))
    payload: Mapped[Any] = mapped_column(Json)
    actor: Mapped[str] = mapped_column(String(100))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    instance_id: Mapped[str | None] = mapped_column(String(32))


class Job(Tenanted, Base):
    """Work for a worker, written in the transaction that wants it; see docs/architecture.md, "Jobs"."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("instance_id", "task_id", "kind", "seq"),
        UniqueConstraint("tenant_id", "unique_key"),
        CheckConstraint("state IN ('waiting', 'running', 'done', 'dead', 'suspended')", name="state"),
        Index(
            "ix_job_claim",
            "queue",
            "due_at",
            "id",
            sqlite_where=text("state IN ('waiting', 'running')"),
            postgresql_where=text("state IN ('waiting', 'running')"),
        ),
        Index(None, "state", "lease_until"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(60))
    queue: Mapped[str] = mapped_column(String(40))
    payload: Mapped[Any] = mapped_column(Json, default=dict)
    instance_id: Mapped[str | None] = mapped_column(ForeignKey("instance.id", ondelete="CASCADE"))
    element_id: Mapped[str | None] = mapped_column(String(200))
    task_id: Mapped[str | None] = mapped_column(String(32))
    seq: Mapped[int] = mapped_column(default=0)  # the visit: new for every round of a loop, stable over retries
    unique_key: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    attempts: Mapped[int] = mapped_column(
        default=0
    )  # counted when claimed, so that a job that kills its worker ends too
    lost_attempts: Mapped[int] = mapped_column(default=0)  # attempts whose worker vanished: their outcome is unknown
    max_attempts: Mapped[int] = mapped_column(default=5)
    retry_plan: Mapped[list[float]] = mapped_column(Json, default=list)  # seconds before each next attempt
    lease_owner: Mapped[str | None] = mapped_column(String(100))
    lease_token: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error_fingerprint: Mapped[str | None] = mapped_column(String(64))
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Fault(Tenanted, Base):
    """A token that needs an operator: a dead job or an expression that failed."""

    __tablename__ = "fault"
    __table_args__ = (
        Index("ix_fault_open", "tenant_id", "state", "id"),
        Index(None, "instance_id"),
        CheckConstraint("state IN ('open', 'resolved')", name="state"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    instance_id: Mapped[str | None] = mapped_column(ForeignKey("instance.id", ondelete="CASCADE"))
    business_key: Mapped[str | None] = mapped_column(String(60))
    element_id: Mapped[str | None] = mapped_column(String(200))
    task_id: Mapped[str | None] = mapped_column(String(32))
    job_id: Mapped[str | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    code: Mapped[str] = mapped_column(String(100))
    details: Mapped[Any] = mapped_column(Json)  # the parameters of the code, for its text
    fingerprint: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default="open")
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by: Mapped[str | None] = mapped_column(String(100))


class HistoryEntry(Tenanted, Base):
    """One thing that happened in an instance; only ever inserted."""

    __tablename__ = "history"
    __table_args__ = (Index("ix_history_instance", "instance_id", "id"),)

    id: Mapped[int] = mapped_column(Serial, Identity(), primary_key=True)
    instance_id: Mapped[str] = mapped_column(String(32))  # no foreign key: history outlives retention of instances
    definition_id: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    event: Mapped[str] = mapped_column(String(20))
    element_id: Mapped[str | None] = mapped_column(String(200))
    task_id: Mapped[str | None] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(100))
    details: Mapped[Any | None] = mapped_column(Json)
