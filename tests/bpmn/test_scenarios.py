"""Every scenario of every practice is played twice, and together they walk every sequence flow."""

import pytest

from engine.base.clock import VirtualClock
from engine.base.db import Database
from tests.bpmn.desk import DeskPlay
from tests.bpmn.playing import Play, practices, specification
from tests.bpmn.stories import Story

STORIES = [(key, story) for key, folder in practices().items() for story in folder.stories]


def name_of(value: object) -> str:
    return value.name if isinstance(value, Story) else str(value)


@pytest.mark.parametrize("reload", [False, True], ids=["straight", "reloaded"])
@pytest.mark.parametrize(("key", "story"), STORIES, ids=name_of)
def test_scenario(key: str, story: Story, reload: bool) -> None:
    Play(key, story, reload=reload).play()


@pytest.mark.parametrize("key", practices())
def test_every_sequence_flow_is_walked_by_a_scenario(key: str) -> None:
    walked: set[str] = set()
    for story in practices()[key].stories:
        play = Play(key, story, reload=False)
        play.play()
        walked |= play.walked
    assert set(specification(key).flows) - walked == set()


@pytest.mark.parametrize("key", practices())
def test_names_of_scenarios_are_unique(key: str) -> None:
    names = [story.name for story in practices()[key].stories]
    assert sorted(names) == sorted(set(names))


@pytest.mark.slow
@pytest.mark.parametrize("story", practices()["incident"].stories, ids=name_of)
def test_scenario_on_a_real_desk(story: Story, sqlite_database: Database, virtual_clock: VirtualClock) -> None:
    DeskPlay(story, sqlite_database, virtual_clock).play()
