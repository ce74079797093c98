"""Instances that were saved long ago still load, wait for what they waited for, and finish."""

import base64
import json
from pathlib import Path

import pytest

from engine.spiff.run import Run
from engine.spiff.specification import load_specification
from tests.unit.spiff.desk import Desk, Driver
from tests.unit.spiff.test_walks import actions

FROZEN = sorted((Path(__file__).parent / "frozen").glob("*.json"))


def finish(run: Driver) -> None:
    """Complete whatever people and services are asked for, without going round again."""
    for _ in range(50):
        waits = run.waits
        if waits.human_tasks:
            run.done(waits.human_tasks[0].element_id, x=0)
        elif waits.calls:
            run.answer(waits.calls[0].element_id, 0)
        elif waits.timers:
            run.wait(days=1)


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.stem)
def test_a_frozen_instance_loads_and_finishes(path: Path) -> None:
    kept = json.loads(path.read_text())
    specification = load_specification(base64.b64decode(kept["specification"]))
    run = Driver(specification, {}, reload=True, desk=Desk())
    run.run = Run.load(specification, base64.b64decode(kept["state"]), run.desk)
    assert [list(action) for action in actions(run)] == kept["waits_for"]
    finish(run)
    assert run.ended
