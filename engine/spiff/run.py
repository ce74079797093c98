"""One instance in memory: loaded, moved by what came from outside, stepped until every token waits, saved."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.base.errors import AlreadyDone, NotFound, RuleViolated
from engine.spiff import state, stepper, waiting
from engine.spiff.activities import HumanTask
from engine.spiff.events import broadcast, modelled, propagate
from engine.spiff.port import Size, Step, Surroundings, Thrown, TooLarge, Waits
from engine.spiff.specification import Specification
from engine.spiff.tokens import Instance, Token

MAX_TOKENS = 5_000
MAX_BYTES = 4_000_000


class Run:
    """Not thread-safe: one run belongs to one transaction, under the instance's lock."""

    def __init__(self, specification: Specification, instance: Instance) -> None:
        self.specification = specification
        self._instance = instance
        self._saved_bytes = 0
        # Since the run was started or loaded; signals have been taken inside this instance already.
        self.steps: list[Step] = instance.steps
        self.thrown: list[Thrown] = instance.thrown
        self.signals: list[tuple[str, Mapping[str, Any]]] = instance.signals

    @classmethod
    def start(
        cls,
        specification: Specification,
        variables: Mapping[str, Any],
        surroundings: Surroundings,
        *,
        message: str | None = None,
    ) -> "Run":
        """Put the first token at the start event (of that message); raises NotFound when there is none."""
        if specification.root.start_for(message) is None:
            raise NotFound("engine.no-such-start", key=specification.key, message=message)
        run = cls(specification, Instance(specification.process, surroundings))
        root = Token(run._instance, specification.root, None)
        root.data = dict(variables)
        root._set_state(TaskState.STARTED)
        run._instance.task_tree = root
        specification.root.open(root, message, dict(variables) if message else None)
        return run

    @classmethod
    def load(cls, specification: Specification, saved: bytes, surroundings: Surroundings) -> "Run":
        """Read a saved instance back; the steps of its past are in the history, not here."""
        instance = Instance(specification.process, surroundings)
        state.load(instance, specification.root, saved)
        run = cls(specification, instance)
        run._saved_bytes = len(saved)
        return run

    # What came from outside. Each call is followed by `advance`.

    def complete(self, task_id: str, data: Mapping[str, Any]) -> None:
        """Complete a human task; `data` replaces variables of those names. Raises NotFound, AlreadyDone."""
        token = waiting.token_of(self._instance, task_id)
        node = token.task_spec
        if not isinstance(node, HumanTask):
            raise NotFound("engine.not-a-human-task", task=task_id)
        if not node.is_offered(token):
            raise AlreadyDone("engine.human-task-done", task=task_id)
        token.internal_data["submitted"] = dict(data)
        token.make_ready()

    def answer(self, task_id: str, result: Any) -> None:
        """Bring the reply of a remote call. Raises NotFound, AlreadyDone."""
        token = waiting.call_of(self._instance, task_id)
        token.internal_data["reply"] = result
        token.make_ready()

    def fail(self, task_id: str, error_code: str, payload: Mapping[str, Any]) -> bool:
        """Bring the failure of a remote call; False when no boundary caught it and the token stays as a fault."""
        token = waiting.call_of(self._instance, task_id)
        if propagate(token, "error", error_code, {**payload, "code": error_code}):
            return True
        stepper.fault(token, modelled(error_code, payload))
        return False

    def fire_timer(self, task_id: str, now: datetime) -> bool:
        """Fire a timer that is due; False when it is not due yet (it was moved since the caller looked)."""
        token = waiting.catcher_of(self._instance, task_id, "timer")
        if token.internal_data["due"] > now:
            return False
        token.task_spec.fire(token, None)
        return True

    def deliver(self, task_id: str, payload: Any) -> None:
        """Bring the message that a token waits for. Raises NotFound, AlreadyDone."""
        token = waiting.catcher_of(self._instance, task_id, "message")
        token.task_spec.fire(token, payload)

    def broadcast(self, signal: str, payload: Mapping[str, Any]) -> int:
        """Bring a signal; return how many tokens took it."""
        return broadcast(self._instance, signal, payload)

    def retry(self, task_id: str, patch: Mapping[str, Any] | None = None) -> None:
        """Step a failed token again, after changing variables. Raises NotFound, AlreadyDone."""
        token = waiting.token_of(self._instance, task_id)
        if token._state != TaskState.ERROR:
            raise AlreadyDone("engine.not-failed", task=task_id)
        token.variables.update(patch or {})
        if "submitted" in token.internal_data:  # else the form would write its old values again
            token.internal_data["submitted"].update(patch or {})
        token.make_ready()

    def move(self, task_id: str, element_id: str) -> None:
        """Take a token from where it stands to another element of the same scope. Raises NotFound, RuleViolated."""
        token = waiting.token_of(self._instance, task_id)
        target = self.specification.process.task_specs.get(element_id)
        if target is None:
            raise NotFound("engine.no-such-element", element=element_id)
        if token.parent is None or token.is_listener or target.listens or target.element.scope != _scope_id(token):
            raise RuleViolated("engine.cannot-move-there", task=task_id, element=element_id)
        scope = token.parent
        token.cancel()
        target.arrive(self._instance, scope)

    def cancel(self) -> None:
        """End the instance: every token is cancelled."""
        for child in self._instance.task_tree.children:
            child.cancel()
        self._instance.queue.clear()
        self._instance.completed = True

    # Stepping.

    def advance(self) -> None:
        """Take every automatic step until each token waits; failures of expressions become faults.

        Raises RunAway when there is no end to it; whatever else a handler raises passes through, and the caller drops
        the run with the transaction.
        """
        stepper.advance(self._instance)

    # What is to be seen.

    @property
    def variables(self) -> dict[str, Any]:
        """The top-level variables."""
        return self._instance.task_tree.data

    def waits(self) -> Waits:
        """Return everything the instance waits for."""
        return waiting.waits_of(self._instance)

    @property
    def phases(self) -> tuple[str, ...]:
        """Return the phases of the standing tokens; of a finished instance, that of the end event reached last."""
        return waiting.phases_of(self._instance)

    def is_complete(self) -> bool:
        """Tell whether no token is left, by looking at every one of them."""
        return waiting.is_over(self._instance)

    def dump(self) -> bytes:
        """Write the instance as bytes. Raises TooLarge."""
        saved = state.dump(self._instance)
        self._saved_bytes = len(saved)
        if len(saved) > MAX_BYTES or len(self._instance.tasks) > MAX_TOKENS:
            raise TooLarge("engine.instance-too-large", tokens=len(self._instance.tasks), bytes=len(saved))
        return saved

    @property
    def size(self) -> Size:
        """Measure the instance; bytes are those of the last dump or load."""
        tasks = self._instance.tasks
        return Size(max(token.depth for token in tasks.values()), len(tasks), self._saved_bytes)


def _scope_id(token: Token) -> str:
    """Return the id of the process or sub-process that the token's element is drawn in."""
    return str(token.task_spec.element.scope)
