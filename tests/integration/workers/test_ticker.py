"""The ticker: timers fire when they are due, once, whoever ticks; one that cannot fire stops no other."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine import definitions, instances
from engine.base.actor import SYSTEM
from engine.base.bell import Bell
from engine.base.clock import VirtualClock
from engine.base.db import Database
from engine.tables import Fault, Instance
from workers.registry import Registry
from workers.runner import Runner
from workers.ticker import Ticker

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"
    xmlns:praxis="https://praxis-itsm.org/bpmn/1.0" targetNamespace="https://praxis-itsm.org/test">
  <bpmn:process id="waits" name="Waits" isExecutable="true">
    <bpmn:startEvent id="start" name="Start" praxis:phase="new"/>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="hour"/>
    <bpmn:intermediateCatchEvent id="hour" name="An hour" praxis:phase="new">
      <bpmn:timerEventDefinition id="t"><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>
    </bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="f2" sourceRef="hour" targetRef="check"/>
    <bpmn:exclusiveGateway id="check" name="Is it well?"/>
    <bpmn:sequenceFlow id="f3" sourceRef="check" targetRef="end">
      <bpmn:conditionExpression>well</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f4" sourceRef="check" targetRef="ill">
      <bpmn:conditionExpression>not(well)</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:endEvent id="end" name="End" praxis:phase="closed"/>
    <bpmn:endEvent id="ill" name="Ill" praxis:phase="closed"/>
  </bpmn:process>
</bpmn:definitions>
"""


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    with sqlite_database.transaction() as session:
        definitions.deploy(session, {"waits.bpmn": DIAGRAM.encode()}, author=SYSTEM)
    return sqlite_database


def begin(database: Database, business_key: str, well: object = True) -> None:
    with database.transaction() as session:
        instances.start(session, "waits", business_key=business_key, variables={"well": well}, actor=SYSTEM)


def states(database: Database) -> dict[str, str]:
    with database.transaction(readonly=True) as session:
        return dict(session.execute(select(Instance.business_key, Instance.state)).all())


def ticker(database: Database, who: str = "a") -> Ticker:
    return Ticker(database, Runner(database, Registry()), Bell(""), who=who, broker_url="")


def test_a_timer_fires_when_it_is_due_and_not_before(database: Database, virtual_clock: VirtualClock) -> None:
    begin(database, "T-1")
    virtual_clock.advance(timedelta(minutes=59))
    assert ticker(database).fire_timers() == 0
    virtual_clock.advance(timedelta(minutes=1))
    assert ticker(database).fire_timers() == 1
    assert states(database) == {"T-1": "completed"}


def test_timers_that_came_due_while_nobody_ticked_all_fire(database: Database, virtual_clock: VirtualClock) -> None:
    for number in range(5):
        begin(database, f"T-{number}")
    virtual_clock.advance(timedelta(days=3))
    assert ticker(database).tick()
    assert set(states(database).values()) == {"completed"}


def test_the_second_ticker_stands_by_and_firing_twice_does_no_harm(
    database: Database, virtual_clock: VirtualClock
) -> None:
    begin(database, "T-1")
    virtual_clock.advance(timedelta(hours=2))
    first, second = ticker(database, "a"), ticker(database, "b")
    assert first.tick()
    assert not second.tick()
    assert second.fire_timers() == 0
    first.resign()
    assert second.tick()
    assert states(database) == {"T-1": "completed"}


def test_a_token_that_fails_behind_its_timer_stops_no_other(database: Database, virtual_clock: VirtualClock) -> None:
    begin(database, "T-1", well="neither true nor false")
    begin(database, "T-2")
    virtual_clock.advance(timedelta(hours=2))
    ticker(database).tick()
    assert states(database) == {"T-1": "running", "T-2": "completed"}
    with database.transaction(readonly=True) as session:
        assert len(session.scalars(select(Fault)).all()) == 1
    assert ticker(database).fire_timers() == 0
