"""What every connector keeps to: named operations that take a call and return a JSON-ready reply, or raise.

    BpmnError        the system answered, and the diagram models that answer (a boundary event catches its code)
    Transient        it did not do it now and may later; `OutcomeUnknown` when it may have done it
    Permanent        it will never do this call as it is

A connector holds no state between calls, opens no transaction, and gives up by itself within its time limits.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.base.errors import ServiceMissing, Transient
from engine.base.settings import Setting


class OutcomeUnknown(Transient):
    """The call was sent and no answer came: it may have had its effect.

    Repeating is right only for an operation that the other side recognises by its idempotency key.
    """


@dataclass(frozen=True)
class Call:
    """One call of one operation; `key` is the same on every attempt of the same visit of the element."""

    operation: str
    inputs: Mapping[str, Any]
    key: str


Operation = Callable[[Call], Any]


@dataclass(frozen=True)
class Connector:
    """An outside system: its operations and the settings they read (secrets are marked there)."""

    name: str
    operations: Mapping[str, Operation]
    settings: tuple[Setting[Any], ...] = field(default=())

    def call(self, call: Call) -> Any:
        """Make one call and return the JSON-ready reply.

        Raises:
            ServiceMissing: `connector.operation-missing`; the errors of the module docstring.
        """
        operation = self.operations.get(call.operation)
        if operation is None:
            raise ServiceMissing("connector.operation-missing", connector=self.name, operation=call.operation)
        return operation(call)
