"""The worker room's own table: which process leads."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from engine.base.db import Base, UtcDateTime


class Leadership(Base):
    """The one process that does what only one should do; belongs to the installation, not to a tenant."""

    __tablename__ = "leadership"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    leader: Mapped[str] = mapped_column(String(120))
    until: Mapped[datetime] = mapped_column(UtcDateTime)
