"""Broken in every way a file gets broken, a diagram is refused or runs; nothing in between, and never a traceback."""

import random
import re

import pytest

from engine.base.errors import AppError
from engine.model_check.folder import check_folder
from engine.spiff.run import Run
from engine.spiff.specification import load_specification, write_specification
from tests.unit.model_check.test_findings import CASES
from tests.unit.spiff.desk import Desk, diagram
from tests.unit.spiff.test_walks import BODY

KINDS = [b"userTask", b"subProcess", b"boundaryEvent", b"startEvent", b"endEvent", b"parallelGateway", b"callActivity"]
ATTRIBUTE, VALUE, ELEMENT = rb'\s[\w:]+="[^"]*"', rb'(?<=")[^"]*(?=")', rb"<(\w+)[^<>]*></\1>"


def mutated(data: bytes, choice: random.Random) -> bytes:
    """Drop an attribute or element, give an attribute another's value, or turn one kind of element into another."""
    kind = choice.choice(["drop", "drop", "value", "rename"])
    if kind == "rename":
        return data.replace(choice.choice(KINDS), choice.choice(KINDS))
    places = list(re.finditer(VALUE if kind == "value" else choice.choice([ATTRIBUTE, ELEMENT]), data))
    if not places:
        return data
    place = choice.choice(places)
    return data[: place.start()] + (choice.choice(places)[0] if kind == "value" else b"") + data[place.end() :]


@pytest.mark.parametrize("seed", range(150))
def test_a_mutated_diagram_is_refused_or_runs(seed: int) -> None:
    choice = random.Random(seed)
    data = diagram(choice.choice([BODY, BODY, *CASES.values()]))
    for _ in range(choice.randint(1, 3)):
        data = mutated(data, choice)
    checked = check_folder({"p.bpmn": data})
    assert all(found.line("ru") for found in checked.findings)
    if checked.is_refused:
        return
    specification = load_specification(write_specification(checked.diagrams[0]))
    assert specification.root.start_for(None) or specification.root.start_for("m1")
    try:
        run = Run.start(specification, {}, Desk())
        run.advance()
    except (AppError, KeyError):  # a service, calendar or decision that this desk does not have
        return
    assert run.waits() == Run.load(specification, run.dump(), Desk()).waits()
