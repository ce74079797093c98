"""Takes every automatic step until each token waits; what fails on the way becomes a fault or finds its boundary."""

from SpiffWorkflow.util.task import TaskState

from engine.base.errors import BpmnError, ScriptFailed, ServiceMissing
from engine.spiff.events import is_waiting, propagate
from engine.spiff.port import RunAway
from engine.spiff.tokens import Instance, Token

BUDGET = 20_000  # automatic steps in one go


def advance(instance: Instance) -> None:
    """Step ready tokens, first come first served; raises RunAway when there is no end to it."""
    budget = BUDGET
    while instance.queue or _notice_conditions(instance) or _release_a_join(instance):
        token = instance.queue.popleft()
        if token.id not in instance.tasks or token._state != TaskState.READY:
            continue
        budget -= 1
        if budget < 0:
            raise RunAway("engine.run-away", key=instance.spec.name, steps=BUDGET, element=token.task_spec.name)
        _step(token)


def fault(token: Token, error: BpmnError | ScriptFailed | ServiceMissing) -> None:
    """Let a token stand as failed until an operator retries it."""
    params = {name: value if isinstance(value, str | int) else str(value) for name, value in error.params.items()}
    token._set_state(TaskState.ERROR)
    token.internal_data["fault"] = {"code": error.code, "params": params}
    token.workflow.record(token, "failed", code=error.code, params=params)


def _step(token: Token) -> None:
    try:
        token.task_spec.step(token)
    except BpmnError as error:
        if not propagate(token, "error", error.error_code, {**error.params, "code": error.error_code}):
            fault(token, error)
    except (ScriptFailed, ServiceMissing) as error:
        fault(token, error)


def _notice_conditions(instance: Instance) -> bool:
    """Fire the conditional events whose condition has become true; asked when nothing else moves."""
    for token in [token for token in instance.tasks.values() if is_waiting(token, "conditional")]:
        if token.id in instance.tasks and token.task_spec.trigger.has_become_true(token):
            token.task_spec.fire(token, None)
    return bool(instance.queue)


def _release_a_join(instance: Instance) -> bool:
    """Let one inclusive join go on; asked only when nothing else moves, for then nothing more can arrive."""
    waiting = [token for token in instance.tasks.values() if "arrived" in token.internal_data]
    return any(token.task_spec.is_released(token) for token in waiting)
