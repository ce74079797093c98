"""The connectors of this release, by the name that diagrams use.

`bpmn/connectors/*.json` says the same to the engine, which may not import this room: names, operations, inputs and
error codes, so that a diagram naming anything else is refused when it is deployed. A test keeps the two equal.
"""

from collections.abc import Mapping

from engine.base.errors import ServiceMissing
from workers.connectors.contract import Connector
from workers.connectors.directory import DIRECTORY

CONNECTORS: Mapping[str, Connector] = {connector.name: connector for connector in (DIRECTORY,)}


def find(name: str) -> Connector:
    """Return a connector; raises ServiceMissing (`connector.missing`)."""
    found = CONNECTORS.get(name)
    if found is None:
        raise ServiceMissing("connector.missing", connector=name)
    return found
