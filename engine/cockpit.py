"""What operators and designers look at: an instance on its diagram, and the versions that are in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from engine import definitions
from engine.base.db import tenant_of
from engine.base.errors import NotFound
from engine.tables import Definition, HistoryEntry, Instance


@dataclass(frozen=True, slots=True)
class LiveDiagram:
    """The diagram of an instance: its XML, the elements that are being worked on, the way walked, in words too."""

    diagram: bytes
    key: str
    version: int
    state: str
    tokens: Sequence[str]
    walked_elements: Sequence[str]
    walked_flows: Sequence[str]
    names: dict[str, str]


def live(session: Session, instance_id: str) -> LiveDiagram:
    """Return the live diagram of an instance from its history; raises NotFound."""
    instance = session.get(Instance, instance_id)
    if instance is None:
        raise NotFound("engine.instance-missing", instance_id=instance_id)
    definition = session.get_one(Definition, instance.definition_id)
    standing: dict[str, str] = {}
    elements: dict[str, None] = {}
    flows: dict[str, None] = {}
    chosen = (
        select(HistoryEntry.event, HistoryEntry.element_id, HistoryEntry.task_id, HistoryEntry.details)
        .where(HistoryEntry.instance_id == instance_id, HistoryEntry.event.in_(("entered", "left", "cancelled")))
        .order_by(HistoryEntry.id)
    )
    for event, element_id, task_id, details in session.execute(chosen):
        elements[element_id] = None
        if event == "entered":
            standing[task_id] = element_id
        else:
            standing.pop(task_id, None)
            flows.update(dict.fromkeys((details or {}).get("flows", ())))
    loaded = definitions.loaded(session, definition.id)
    return LiveDiagram(
        diagram=definitions.diagram(definition),
        key=definition.key,
        version=definition.version,
        state=instance.state,
        tokens=list(dict.fromkeys(standing.values())) if instance.state in ("running", "suspended") else [],
        walked_elements=list(elements),
        walked_flows=list(flows),
        names={element.id: element.name for element in loaded.elements.values()},
    )


@dataclass(frozen=True, slots=True)
class VersionInUse:
    """A deployed version and how many instances are still on their way in it."""

    key: str
    version: int
    name: str
    author: str
    note: str
    deployed_at: datetime
    running: int


def versions(session: Session) -> list[VersionInUse]:
    """Return every deployed version, the newest of each key first."""
    running = func.count(Instance.id)
    on_its_way = and_(Instance.definition_id == Definition.id, Instance.state.in_(("running", "suspended")))
    chosen = (
        select(
            Definition.key,
            Definition.version,
            Definition.name,
            Definition.author,
            Definition.note,
            Definition.deployed_at,
            running,
        )
        .outerjoin(Instance, on_its_way)
        .where(Definition.tenant_id == tenant_of(session))
        .group_by(Definition.id)
        .order_by(Definition.key, Definition.version.desc())
    )
    return [VersionInUse(*row) for row in session.execute(chosen)]
