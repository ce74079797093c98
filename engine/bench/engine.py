"""`praxis bench engine`: what a completed human task costs beside the least any engine could do on this database.

The floor is raw DB-API on the same database with the same durability: read the blob, load, step, dump, update, one
history insert, commit. Everything is taken in one run; ratios of medians are what to quote.
"""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import click
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from engine import definitions, inbox, instances, migrations
from engine.base import clock
from engine.base.actor import SYSTEM, Actor
from engine.base.db import DEFAULT_TENANT, Database
from engine.base.ids import new_id
from engine.bench.floor import Floor
from engine.tables import CandidateGroup, HumanTask, Instance

AGENT = Actor("user", "bench")
GROUPS = ["bench-l1", "bench-l2", "bench-l3"]
ROUNDS = 300
LOOPS = 1000

STRAIGHT = """
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="first"/>
    <bpmn:userTask id="first" name="First" praxis:groups="&quot;bench-l1&quot;"/>
    <bpmn:sequenceFlow id="f2" sourceRef="first" targetRef="script"/>
    <bpmn:scriptTask id="script" name="Script" scriptFormat="feel" praxis:result="sum">
      <bpmn:script>1 + 2</bpmn:script>
    </bpmn:scriptTask>
    <bpmn:sequenceFlow id="f3" sourceRef="script" targetRef="second"/>
    <bpmn:userTask id="second" name="Second" praxis:groups="&quot;bench-l2&quot;"/>
    <bpmn:sequenceFlow id="f4" sourceRef="second" targetRef="end"/>
"""
LOOP = """
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="work"/>
    <bpmn:userTask id="work" name="Work" praxis:groups="&quot;bench-l1&quot;"/>
    <bpmn:sequenceFlow id="f2" sourceRef="work" targetRef="again"/>
    <bpmn:exclusiveGateway id="again" name="Again?" default="f3"/>
    <bpmn:sequenceFlow id="f3" sourceRef="again" targetRef="work"/>
    <bpmn:sequenceFlow id="f4" sourceRef="again" targetRef="end">
      <bpmn:conditionExpression>enough = true</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
"""


def diagram(key: str, body: str) -> dict[str, bytes]:
    """Return a folder with one small process around `body`."""
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"
    xmlns:praxis="https://praxis-itsm.org/bpmn/1.0" targetNamespace="https://praxis-itsm.org/bench">
  <bpmn:process id="{key}" name="{key}" isExecutable="true">
    <bpmn:startEvent id="start" name="Start"/>{body}<bpmn:endEvent id="end" name="End"/>
  </bpmn:process>
</bpmn:definitions>"""
    return {f"{key}.bpmn": text.encode()}


@click.command("engine")
@click.option("--database", "urls", multiple=True, help="Where to measure; an empty SQLite file when none is named.")
@click.option("--rounds", default=ROUNDS, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def engine(urls: tuple[str, ...], rounds: int, as_json: bool) -> None:
    """Measure the engine. The databases named must be empty and are left with rubbish in them."""
    with tempfile.TemporaryDirectory() as folder:
        results = {}
        for url in urls or (f"sqlite:///{Path(folder)}/bench.sqlite",):
            database = Database(url)
            migrations.upgrade(database)
            results["sqlite" if database.is_sqlite else "postgresql"] = measure(database, rounds)
            database.dispose()
    if as_json:
        click.echo(json.dumps(results, indent=2))
        return
    for name, figures in results.items():
        for figure, value in figures.items():
            click.echo(f"{name:12} {figure:34} {value}")


def measure(database: Database, rounds: int) -> dict[str, Any]:
    """Take every figure on one database."""
    floor, completion, statements, transactions = completions(database, rounds)
    first, last = loop_rounds(database)
    inbox_small, deep_small = inbox_pages(database, 1_000)
    inbox_large, deep_large = inbox_pages(database, 100_000)
    return {
        "floor_ms": floor,
        "completion_ms": completion,
        "completion_to_floor": round(completion / floor, 2),
        "statements": statements,
        "transactions": transactions,
        "loop_first_ms": first,
        "loop_after_1000_ms": last,
        "loop_ratio": round(last / first, 2),
        "inbox_1000_ms": inbox_small,
        "inbox_100000_ms": inbox_large,
        "inbox_ratio": round(inbox_large / inbox_small, 2),
        "inbox_deep_1000_ms": deep_small,
        "inbox_deep_100000_ms": deep_large,
    }


def completions(database: Database, rounds: int) -> tuple[float, float, int, int]:
    """Return medians of the floor and of a completion, taken in turns, and the statements and commits of one."""
    with database.transaction() as session:
        definition = definitions.deploy(session, diagram("bench", STRAIGHT), author=SYSTEM)
        loaded = definitions.loaded(session, definition.id)
        for number in range(rounds + 1):
            instances.start(session, "bench", business_key=f"B-{number}", actor=SYSTEM)
    with database.transaction(readonly=True) as session:
        tasks = session.scalars(select(HumanTask.id).where(HumanTask.element_id == "first")).all()
        blob = session.scalars(select(Instance.saved).join(HumanTask, HumanTask.instance_id == Instance.id)).first()
        instance_id = session.scalars(select(Instance.id)).first()
    assert blob is not None
    assert instance_id is not None
    floor = Floor(database, loaded.specification, blob, rounds)
    with counted(database) as count:
        complete(database, tasks[0])
    floor_times, completion_times = [], []
    for number, task_id in enumerate(tasks[1:]):
        floor_times.append(timed(lambda number=number: floor.step(number)))  # type: ignore[misc]
        completion_times.append(timed(lambda task_id=task_id: complete(database, task_id)))  # type: ignore[misc]
    floor.close()
    return milliseconds(floor_times), milliseconds(completion_times), count["statements"], count["commits"]


def loop_rounds(database: Database) -> tuple[float, float]:
    """Return the median cost of a completion in the first rounds of a loop and after a thousand."""
    with database.transaction() as session:
        definitions.deploy(session, diagram("benchloop", LOOP), author=SYSTEM)
        instance = instances.start(session, "benchloop", business_key="LOOP", actor=SYSTEM)

    times = []
    for _ in range(LOOPS + 50):
        with database.transaction(readonly=True) as session:
            (task,) = inbox.of_instance(session, instance.id)
        times.append(timed(lambda task_id=task.id: complete(database, task_id)))  # type: ignore[misc]
    return milliseconds(times[5:55]), milliseconds(times[-50:])


def inbox_pages(database: Database, tasks: int) -> tuple[float, float]:
    """Return the median cost of the first page and of one in the middle, with this many open human tasks."""
    with database.transaction() as session:
        fill_inbox(session, tasks)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")

    def page(after: str | None) -> inbox.Page:
        with database.transaction(readonly=True) as session:
            return inbox.page(session, groups=GROUPS, after=after, limit=50)

    middle = f"{tasks // 2:08d}~"
    times = [(timed(lambda: page(None)), timed(lambda: page(middle))) for _ in range(60)]
    return milliseconds([first for first, _ in times]), milliseconds([deep for _, deep in times])


def fill_inbox(session: Session, tasks: int) -> None:
    """Add open human tasks of three groups until there are that many."""
    instance = session.scalars(select(Instance).limit(1)).one()
    rows: list[dict[str, Any]] = []
    groups: list[dict[str, Any]] = []
    for number in range(tasks):
        task_id, rank, group = new_id(), f"{number:08d}", GROUPS[number % len(GROUPS)]
        shared = {"tenant_id": DEFAULT_TENANT, "sort_key": rank}
        groups.append({**shared, "group_key": group, "human_task_id": task_id})
        rows.append(
            {
                **shared,
                "id": task_id,
                "instance_id": instance.id,
                "business_key": f"B-{number}",
                "key": "bench",
                "element_id": "first",
                "name": "First",
                "candidate_groups": [group],
                "created_at": clock.now(),
                "version": 1,
            }
        )
    session.execute(insert(HumanTask), rows)
    session.execute(insert(CandidateGroup), groups)


def complete(database: Database, task_id: str) -> None:
    """Complete a human task as a person would: through the service layer, in a transaction of its own."""
    with database.transaction() as session:
        inbox.complete(session, task_id, {}, actor=AGENT)


@contextmanager
def counted(database: Database) -> Iterator[dict[str, int]]:
    """Count the statements and commits inside the block."""
    count = {"statements": 0, "commits": 0}

    def statement(*_arguments: Any) -> None:
        count["statements"] += 1

    def commit(*_arguments: Any) -> None:
        count["commits"] += 1

    event.listen(database.engine, "before_cursor_execute", statement)
    event.listen(database.engine, "commit", commit)
    try:
        yield count
    finally:
        event.remove(database.engine, "before_cursor_execute", statement)
        event.remove(database.engine, "commit", commit)


def timed(act: Callable[[], Any]) -> float:
    """Return the seconds one call takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def milliseconds(times: list[float]) -> float:
    """Return the median in milliseconds."""
    return round(median(times) * 1000, 3)
