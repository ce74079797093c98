"""Plays a story on the engine's port: straight, or saved and read back after every step."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from engine import forms
from engine.decisions import DecisionModel, load_model
from engine.spiff.definition import compile_folder, load_specification
from engine.spiff.port import CallWait
from engine.spiff.run import Run
from engine.spiff.specification import Specification
from tests.bpmn.stage import Stage, evaluate
from tests.bpmn.stories import Folder, Story, folders

EXHAUSTED = "connector.failed"


@cache
def practices() -> Mapping[str, Folder]:
    """Return every practice with scenarios, by key."""
    return {folder.key: folder for folder in folders()}


@cache
def specification(key: str) -> Specification:
    """Compile a practice once for all its stories."""
    return load_specification(compile_folder(practices()[key].files).specification)


@cache
def decisions(key: str) -> DecisionModel:
    """Compile the decision tables of a practice once for all its stories."""
    return load_model({name: data for name, data in practices()[key].files.items() if name.endswith(".dmn")})


class Player:
    """Walks through a story; who inherits says what each kind of step means and what is to be seen."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def play(self) -> None:
        """Take every step; an expectation that is not met is an AssertionError that names it."""
        self._begin()
        for number, step in enumerate(self.story.steps, 1):
            try:
                self._take(step)
                expected = step.get("expect", {})
                seen = self._see(expected)
                for name, value in expected.items():
                    assert name not in seen or seen[name] == value, f"{name} is {seen[name]!r}, expected {value!r}"
            except AssertionError as error:
                raise AssertionError(f"{self.story.name}, step {number} {dict(step)}: {error}") from error

    def _take(self, step: Mapping[str, Any]) -> None:
        data = step.get("data", {})
        if "do" in step:
            self._do(step["do"], step.get("as"), data)
        elif "call" in step:
            self._call(step)
        elif "message" in step:
            self._message(step["message"], data, taken=step.get("taken", True))
        elif "passes" in step:
            self._pass(duration(step["passes"]))

    def _begin(self) -> None:
        raise NotImplementedError

    def _do(self, element_id: str, actor: str | None, data: Mapping[str, Any]) -> None:
        raise NotImplementedError

    def _call(self, step: Mapping[str, Any]) -> None:
        raise NotImplementedError

    def _message(self, name: str, payload: Mapping[str, Any], *, taken: bool) -> None:
        raise NotImplementedError

    def _pass(self, time: timedelta) -> None:
        raise NotImplementedError

    def _see(self, expected: Mapping[str, Any]) -> Mapping[str, Any]:
        raise NotImplementedError


class Play(Player):
    """One run of one story on the port; `walked` collects the sequence flows on its way."""

    def __init__(self, key: str, story: Story, *, reload: bool) -> None:
        super().__init__(story)
        self.walked: set[str] = set()
        self._folder = practices()[key]
        self._forms = forms.load_all(self._folder.files)
        self._specification = specification(key)
        self._reload = reload
        self._stage = Stage(self._folder, story, decisions(key))
        self._failures: dict[str, tuple[int, datetime]] = {}
        self._rules: tuple[str, ...] = ()
        self._seen = 0

    def _begin(self) -> None:
        self._run = Run.start(self._specification, self.story.start, self._stage)
        self._settle()

    def _do(self, element_id: str, actor: str | None, data: Mapping[str, Any]) -> None:
        waiting = {task.element_id: task for task in self._run.waits().human_tasks}
        assert element_id in waiting, f"{element_id} does not wait, but {sorted(waiting)}"
        element = self._specification.elements[element_id]
        if actor:
            who = element.role if actor == "requester" else f"group:{' '.join(waiting[element_id].groups)}"
            assert actor == who, f"it is for {who}"
        answers = forms.validate(self._forms[element.form], data) if element.form else data
        self._run.complete(waiting[element_id].task_id, answers)
        self._settle()

    def _call(self, step: Mapping[str, Any]) -> None:
        call = next(iter(self._run.waits().calls), None)
        asked = f"{call.connector}.{call.operation}" if call else None
        assert call is not None and asked == step["call"], f"asked for {asked}"
        failures, due_at = self._failures.get(call.task_id, (0, self._stage.now()))
        assert due_at <= self._stage.now(), f"the next attempt is due at {due_at}"
        if "fails" in step:
            self._fail(call, failures, step["fails"])
        elif "refuses" in step:
            assert self._run.fail(call.task_id, step["refuses"], {}), "nothing catches that error"
        else:
            self._run.answer(call.task_id, step["answers"])
        self._settle()

    def _fail(self, call: CallWait, failures: int, reason: str) -> None:
        """Try again by the plan of the diagram; when it is used up, offer the failure to the boundary event."""
        if failures < len(call.retry):
            pause = duration(call.retry[failures])
            self._failures[call.task_id] = (failures + 1, self._stage.now() + pause)
        else:
            assert self._run.fail(call.task_id, EXHAUSTED, {"message": reason}), (
                "nothing catches it when it is given up"
            )

    def _message(self, name: str, payload: Mapping[str, Any], *, taken: bool) -> None:
        listening = [wait for wait in self._run.waits().messages if wait.name == name]
        assert bool(listening) == taken, f"listening for it: {[wait.element_id for wait in listening]}"
        for wait in listening:
            self._run.deliver(wait.task_id, payload)
        self._settle()

    def _pass(self, time: timedelta) -> None:
        """Let time pass, stopping at every timer on the way."""
        end = self._stage.now() + time
        while due := min((timer for timer in self._run.waits().timers if timer.due_at <= end), key=_due, default=None):
            self._stage.clock.set(max(due.due_at, self._stage.now()))
            self._run.fire_timer(due.task_id, self._stage.now())
            self._settle()
        self._stage.clock.set(end)

    def _settle(self) -> None:
        """Take the automatic steps, note where they led, and be saved and read back when that is asked for."""
        self._run.advance()
        self._rules = ()
        for step in self._run.steps[self._seen :]:
            self.walked.update(step.detail.get("flows", ()))
            self._rules += tuple(rule["id"] for rule in step.detail.get("rules", ()))
            assert step.event != "failed", f"{step.element_id} failed: {step.detail}"
        self._seen = len(self._run.steps)
        if self._reload:
            self._run = Run.load(self._specification, self._run.dump(), self._stage)
            self._seen = 0

    def _see(self, expected: Mapping[str, Any]) -> Mapping[str, Any]:
        waits = self._run.waits()
        return {
            "waiting": sorted(task.element_id for task in waits.human_tasks),
            "assignee": [task.assignee for task in waits.human_tasks],
            "calls": [f"{call.connector}.{call.operation}" for call in waits.calls],
            "phase": " ".join(self._run.phases),
            "rules": list(self._rules),
            "ended": self._run.is_complete(),
            "ticket": {name: self._stage.ticket.get(name) for name in expected.get("ticket", {})},
            "variables": {name: self._run.variables.get(name) for name in expected.get("variables", {})},
        }


def duration(text: str) -> timedelta:
    """Read an ISO 8601 duration of days and time."""
    span: timedelta = evaluate(f'duration("{text}")', {}).to_python()
    return span


def _due(timer: Any) -> datetime:
    due_at: datetime = timer.due_at
    return due_at
