"""Which cases of which source have come in, and how well their replay agreed with the log."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.base.db import Base, Tenanted
from engine.base.ids import new_id


class ImportedCase(Tenanted, Base):
    """One case of a source; its presence is what makes an import resumable and a second run harmless."""

    __tablename__ = "imported_case"
    __table_args__ = (UniqueConstraint("tenant_id", "source", "number"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    source: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(100))
    ticket_id: Mapped[str] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    rows: Mapped[int]
    priority_mismatches: Mapped[int]  # rows whose priority was another than the log's
    expected_status: Mapped[str] = mapped_column(String(20))
    reached_status: Mapped[str] = mapped_column(String(20))
