"""Answers kept for `Idempotency-Key`: the same request sent twice is done once."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.base import clock
from engine.base.db import Base, Tenanted, UtcDateTime


class KeptAnswer(Tenanted, Base):
    """What a request with this key of this user was answered."""

    __tablename__ = "kept_answer"
    __table_args__ = (Index("ix_kept_answer_age", "kept_at"),)

    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    headers: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
