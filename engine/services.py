"""What the rooms above offer to diagrams: local handlers, read-only views, named calendars, the rank of human tasks.

Each registers itself by name when its module is imported (`processes/wiring.py` imports them all); a diagram that names
what nobody registered is refused at deployment, and is a fault if it was deployed before the name went away.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from engine.base.actor import Actor
from engine.base.errors import ServiceMissing
from engine.calendars import ALWAYS, Calendar


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """A local service task that runs now, inside the transaction of the step.

    A handler raises BpmnError before it writes anything: a boundary event may catch it, and then the step is saved.
    """

    instance_id: str
    business_key: str
    element_id: str
    task_id: str
    actor: Actor
    inputs: Mapping[str, Any]


Handler = Callable[[Session, ServiceCall], Mapping[str, Any]]
View = Callable[[Session, str], Mapping[str, Any]]
CalendarSource = Callable[[Session], Calendar]
Rank = Callable[[Session, str], str]
F = TypeVar("F", bound=Callable[..., Any])

_handlers: dict[str, Handler] = {}
_views: dict[str, View] = {}
_calendars: dict[str, CalendarSource] = {"always": lambda _session: ALWAYS}
_ranks: dict[str, Rank] = {}


def handler(name: str) -> Callable[[F], F]:
    """Register a local handler `fn(session, call) -> mapping` under the name diagrams use (`incident.resolve`)."""
    return _register(_handlers, name)


def view(name: str) -> Callable[[F], F]:
    """Register the read-only view `fn(session, business_key) -> mapping` that expressions read as a variable."""
    return _register(_views, name)


def calendar(name: str) -> Callable[[F], F]:
    """Register a named business calendar `fn(session) -> Calendar` for timers."""
    return _register(_calendars, name)


def rank(definition_key: str) -> Callable[[F], F]:
    """Register `fn(session, business_key) -> text`: the smaller the text, the earlier in the inbox (40 characters)."""
    return _register(_ranks, definition_key)


def names() -> Mapping[str, Iterable[str]]:
    """Return what is registered, for the check of diagrams: handlers, views, calendars."""
    return {"handlers": _handlers.keys(), "views": _views.keys(), "calendars": _calendars.keys()}


def find_handler(name: str) -> Handler:
    """Return a handler; raises ServiceMissing (`engine.handler-missing`)."""
    found = _handlers.get(name)
    if found is None:
        raise ServiceMissing("engine.handler-missing", name=name)
    return found


def find_view(session: Session, name: str, business_key: str) -> Mapping[str, Any]:
    """Return the view of one ticket; raises ServiceMissing (`engine.view-missing`)."""
    found = _views.get(name)
    if found is None:
        raise ServiceMissing("engine.view-missing", name=name)
    return found(session, business_key)


def find_calendar(session: Session, name: str) -> Calendar:
    """Return a business calendar; raises ServiceMissing (`engine.calendar-missing`)."""
    found = _calendars.get(name)
    if found is None:
        raise ServiceMissing("engine.calendar-missing", name=name)
    return found(session)


class Views(Mapping[str, Mapping[str, Any]]):
    """The views an instance may read, by name: read from the database when first asked for."""

    def __init__(self, session: Session, business_key: str, name: str | None) -> None:
        self._session = session
        self._business_key = business_key
        self._names = (name,) if name else ()
        self._read: dict[str, Mapping[str, Any]] = {}

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._read:
            self._read[name] = find_view(self._session, name, self._business_key)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def forget(self) -> None:
        """Read anew when next asked: a handler may have written what the view shows."""
        self._read.clear()


def rank_of(session: Session, definition_key: str, business_key: str) -> str:
    """Return the rank of a ticket's human tasks; the same for all where nobody registered one."""
    found = _ranks.get(definition_key)
    return found(session, business_key) if found else ""


def _register(registry: dict[str, Any], name: str) -> Callable[[F], F]:
    def register(function: F) -> F:
        if registry.get(name, function) is not function:
            raise ValueError(f"{name} is registered twice")
        registry[name] = function
        return function

    return register
