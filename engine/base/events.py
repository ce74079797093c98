"""Domain events: rooms above hear what the engine does, in the same transaction, without being imported by it."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

E = TypeVar("E")
Listener = Callable[[Session, E], None]

_listeners: dict[type, list[Callable[[Session, Any], None]]] = defaultdict(list)


def subscribe(event_type: type[E]) -> Callable[[Listener[E]], Listener[E]]:
    """Register a listener for one type of event; the same function twice is registered once."""

    def register(listener: Listener[E]) -> Listener[E]:
        if listener not in _listeners[event_type]:
            _listeners[event_type].append(listener)
        return listener

    return register


def publish(session: Session, event: object) -> None:
    """Call every listener of the event's type, in the order of registration; an error rolls the whole unit back."""
    for listener in _listeners[type(event)]:
        listener(session, event)
