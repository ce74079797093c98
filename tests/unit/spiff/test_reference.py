"""Random sound processes run as the token rules say: compared, step by step, with a reference that is no engine."""

import random

import pytest

from engine.model_check.folder import check_folder
from tests.unit.spiff.blocks import draw_process, random_block
from tests.unit.spiff.desk import Driver, diagram


@pytest.mark.parametrize("seed", range(60))
def test_a_random_process_offers_the_tasks_that_the_reference_offers(seed: int, reload: bool) -> None:
    choice = random.Random(seed)
    block = random_block(choice, depth=4)
    body = draw_process(block)
    run = Driver(body, {"x": 3}, reload=reload)
    block.start(3)
    for _ in range(40):
        expected = sorted(leaf.name for leaf in block.open())
        assert run.open == expected
        if not expected:
            break
        leaf = choice.choice(sorted(block.open(), key=lambda leaf: leaf.name))
        x = choice.randint(0, 7)
        run.done(leaf.name, x=x)
        leaf.over = True
        block.moved(x)
    assert run.ended == block.over


@pytest.mark.parametrize("seed", range(30))
def test_the_check_finds_nothing_wrong_with_a_sound_process(seed: int) -> None:
    body = draw_process(random_block(random.Random(seed), depth=3)).replace("userTask", "manualTask")
    codes = {found.code for found in check_folder({"p.bpmn": diagram(body)}).findings}
    assert codes <= {"P10"}
