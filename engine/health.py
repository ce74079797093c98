"""Signs of life: which processes run, how much waits, what is dead; rows, so that every process can tell of all others.

The broker is not asked: a broker that lost its data forgets workers that live.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.base import clock
from engine.base.db import Base, UtcDateTime
from engine.tables import Fault, Job

SILENT = timedelta(seconds=60)  # a process that said nothing for so long is not counted as alive
LATE = timedelta(seconds=30)  # a job that is due for longer is late: nobody takes it
FORGOTTEN = timedelta(days=1)


class Heartbeat(Base):
    """The last sign of life of one process; belongs to the installation, not to a tenant."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)  # kind:host:pid
    kind: Mapped[str] = mapped_column(String(40))
    driver: Mapped[str] = mapped_column(String(10))  # rq, or local where no broker is
    missed_rings: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


@dataclass(frozen=True, slots=True)
class Alive:
    """One process that gave a sign of life within the last minute."""

    name: str
    kind: str
    driver: str
    missed_rings: int
    started_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """How the installation is."""

    processes: tuple[Alive, ...]
    jobs_waiting: int
    jobs_late: int
    jobs_dead: int
    faults_open: int

    @property
    def missed_rings(self) -> int:
        """Rings that the living processes could not get through since they started."""
        return sum(process.missed_rings for process in self.processes)


def beat(session: Session, name: str, *, kind: str, driver: str, missed_rings: int = 0) -> None:
    """Write a sign of life of this process; forget processes that were silent for a day."""
    now = clock.now()
    row = session.get(Heartbeat, name)
    if row is None:
        session.add(Heartbeat(name=name, kind=kind, driver=driver, missed_rings=missed_rings))
        session.execute(delete(Heartbeat).where(Heartbeat.at < now - FORGOTTEN))
    else:
        row.at, row.driver, row.missed_rings = now, driver, missed_rings


def leave(session: Session, name: str) -> None:
    """Remove the sign of life of a process that ends in order."""
    session.execute(delete(Heartbeat).where(Heartbeat.name == name))


def report(session: Session) -> Report:
    """Return which processes live and how the jobs of this tenant stand."""
    now = clock.now()
    rows = session.scalars(select(Heartbeat).where(Heartbeat.at >= now - SILENT).order_by(Heartbeat.name))
    processes = tuple(Alive(row.name, row.kind, row.driver, row.missed_rings, row.started_at, row.at) for row in rows)
    waiting = select(func.count()).select_from(Job).where(Job.state == "waiting", Job.due_at <= now)
    late = waiting.where(Job.due_at <= now - LATE)
    dead = select(func.count()).select_from(Job).where(Job.state == "dead")
    faults = select(func.count()).select_from(Fault).where(Fault.state == "open")
    counts = [session.scalar(statement) or 0 for statement in (waiting, late, dead, faults)]
    return Report(processes, *counts)
