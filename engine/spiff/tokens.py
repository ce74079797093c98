"""Tokens and the instance that holds them.

The library keeps a tree of everything that ever happened and predicts what may come; its size, joins in loops and
repeated boundaries suffer from that. Here the tree holds only what stands now: the root is the process, the children
of a sub-process' token are the tokens inside it, the children of an activity's token are its armed boundary events.
A finished token is taken out; what it did is in `steps`, which the engine writes to the history.
"""

from collections import ChainMap, Counter, deque
from collections.abc import Mapping
from typing import Any, Literal

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.base.errors import ScriptFailed
from engine.base.ids import new_id
from engine.spiff.port import Step, Surroundings, Thrown


class NoPython:
    """Stands where the library wants a script engine: nothing in a diagram is ever run as Python."""

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        raise ScriptFailed("engine.python-refused", expression=expression)

    def execute(self, task: Any, script: str, external_context: Any = None) -> Any:
        raise ScriptFailed("engine.python-refused", expression=script)


NO_PYTHON = NoPython()


class Instance(BpmnWorkflow):
    """The library's workflow with tokens in it, and what the run collects while it steps."""

    def __init__(self, process: Any, surroundings: Surroundings) -> None:
        super().__init__(process, script_engine=NO_PYTHON, deserializing=True)
        self.surroundings = surroundings
        self.queue: deque[Token] = deque()
        self.steps: list[Step] = []
        self.thrown: list[Thrown] = []
        self.signals: list[tuple[str, Mapping[str, Any]]] = []
        self.visits: Counter[str] = Counter()
        self.last_phase: str | None = None

    def record(self, token: "Token", event: Literal["entered", "left", "cancelled", "failed"], **detail: Any) -> None:
        """Add one line of history."""
        if "instance" in token.internal_data:
            detail["instance"] = token.internal_data["instance"]
        self.steps.append(Step(token.task_spec.name, token.id, event, self.surroundings.now(), detail))

    def next_visit(self, element_id: str) -> int:
        """Count how often an element was entered."""
        self.visits[element_id] += 1
        return self.visits[element_id]


class Token(Task):
    """A place where the instance stands; `data` is a mapping only where the token opens a scope for variables."""

    workflow: Instance

    def __init__(self, instance: Instance, node: Any, parent: "Token | None", token_id: str | None = None) -> None:
        # Not the library's: it draws random bytes, reads the wall clock and builds log records for each token.
        self.id = token_id or new_id()
        self.workflow = instance
        self.task_spec = node
        self.triggered = False
        self.thread_id = 0
        self.last_state_change = 0.0
        self.data: dict[str, Any] | None = None
        self.internal_data: dict[str, Any] = {}
        self.chosen: tuple[Any, ...] = ()
        self._parent = None if parent is None else parent.id
        self._children: list[str] = []
        self._state = TaskState.FUTURE
        instance.tasks[self.id] = self
        if parent is not None:
            parent._children.append(self.id)

    def _set_state(self, value: int) -> None:
        self._state = value

    @property
    def is_instance(self) -> bool:
        """Whether this is one of the instances of a repeated activity, not the activity as a whole."""
        return "instance" in self.internal_data

    @property
    def is_listener(self) -> bool:
        """Whether the token only listens beside the work; it becomes a token of its own when its event fires."""
        return bool(self.task_spec.listens) and "fired" not in self.internal_data

    @property
    def context(self) -> Mapping[str, Any]:
        """What expressions see here: the views, then the variables from the innermost scope outwards."""
        snapshot = self.internal_data.get("snapshot")  # a compensation handler sees what its activity saw
        scopes = [snapshot, *self._scopes()] if snapshot is not None else self._scopes()
        return ChainMap(self.workflow.surroundings.views, *scopes)  # type: ignore[arg-type]  # read only

    @property
    def variables(self) -> dict[str, Any]:
        """The variables that are written here: those of the innermost scope."""
        return self._scopes()[0]

    def all_variables(self) -> dict[str, Any]:
        """Return a copy of every variable that is seen here."""
        return dict(ChainMap(*self._scopes()))

    def _scopes(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        token: Token | None = self
        while token is not None:
            if token.data is not None:
                found.append(token.data)
                if "called" in token.internal_data:  # a called process sees only what was handed in
                    break
            token = token.parent
        return found

    def make_ready(self) -> None:
        """Let the next automatic steps begin with this token."""
        self.internal_data.pop("fault", None)
        self._set_state(TaskState.READY)
        self.workflow.queue.append(self)

    def live_children(self) -> "list[Token]":
        """Return the tokens inside this scope that are not mere listeners."""
        return [child for child in self.children if not child.is_listener]

    def remove(self) -> None:
        """Take the token and everything below it out of the instance, without a word in the history."""
        for child in self.children:
            child.remove()
        self.workflow.tasks.pop(self.id, None)
        if self.parent is not None:
            self.parent._children.remove(self.id)

    def cancel(self) -> None:
        """Take the token out because something else happened; the tokens inside go first."""
        for child in self.children:
            child.cancel()
        if "thrown" in self.internal_data:  # an error end event was reached, not cancelled
            self.workflow.record(self, "left", flows=())
        elif not self.is_listener:
            self.workflow.record(self, "cancelled")
        self._set_state(TaskState.CANCELLED)
        self.remove()
