"""One table of 500 rules and three inputs, evaluated here and by SpiffWorkflow, in one run."""

import random
import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any
from xml.sax.saxutils import escape

from engine.decisions import load_model
from engine.spiff.bench_peer_dmn import table_evaluator

RULES = 500
QUESTIONS = 60
NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
COLUMNS = ("region", "amount", "level")
Cell = tuple[str, str]
"""One condition, in FEEL and in the Python that SpiffWorkflow wants."""


def measure(seed: int = 1) -> dict[str, float]:
    """Return microseconds per evaluation of both, and their ratio; the answers are compared first.

    Each question is made from a rule drawn at random, so it is answered anywhere in the table.
    """
    chance = random.Random(seed)  # noqa: S311 the same table in every run, not a secret
    rules = [_rule(chance) for _ in range(RULES)]
    questions = [dict(zip(COLUMNS, chance.choice(rules)[1], strict=True)) for _ in range(QUESTIONS)]
    model = load_model({"bench.dmn": _file([cells for cells, _ in rules], 0, "FIRST")})
    peer = table_evaluator(
        "d", _file([cells for cells, _ in rules], 1, "UNIQUE")
    )  # its UNIQUE stops at the first match
    for question in questions:
        ours, theirs = model.evaluate("d", question).value, peer(question).get("out")
        assert ours == theirs, f"{question}: {ours} and {theirs}"
    here = _microseconds(lambda question: model.evaluate("d", question), questions, rounds=20)
    there = _microseconds(peer, questions, rounds=1)
    return {"praxis_us": here, "spiffworkflow_us": there, "ratio": here / there, "rules": RULES}


def _rule(chance: random.Random) -> tuple[list[Cell], list[Any]]:
    """Make the conditions of a rule, at most one of them `-`, and inputs that fulfil them."""
    regions = chance.sample(range(60), 3)
    names = [f'"r{region}"' for region in regions]
    low = chance.randrange(4500)
    high = low + chance.randrange(1, 500)
    level = chance.randrange(12)
    region = chance.choice([(names[0], names[0]), (", ".join(names), f"? in [{', '.join(names)}]")])
    amount = chance.choice([(f"[{low}..{high})", f"{low} <= ? < {high}"), (f"> {low}", f"> {low}")])
    cells = [region, amount, (str(level), str(level))]
    blank = chance.randrange(4)
    if blank < len(cells):
        cells[blank] = ("-", "-")
    return cells, [f"r{regions[0]}", chance.randrange(low + 1, high + 1) - (high - low > 1), level]


def _file(rows: list[list[Cell]], language: int, policy: str) -> bytes:
    inputs = "".join(
        f'<input id="i{name}"><inputExpression id="e{name}"><text>{name}</text></inputExpression></input>'
        for name in COLUMNS
    )
    rules = "".join(_row(number, [cell[language] for cell in row]) for number, row in enumerate(rows))
    links = (f'<requiredInput href="#{name}"/>' for name in COLUMNS)
    needs = "".join(f"<informationRequirement>{link}</informationRequirement>" for link in links)
    data = "".join(f'<inputData id="{name}" name="{name}"/>' for name in COLUMNS)
    output = '<output id="o" label="out" name="out"/>'
    table = f'<decisionTable id="t" hitPolicy="{policy}">{inputs}{output}{rules}</decisionTable>'
    if language:  # SpiffWorkflow wants the decision alone
        needs = data = ""
    head = f'<definitions xmlns="{NAMESPACE}" id="m" name="m" namespace="m">'
    return f'{head}<decision id="d" name="d">{needs}{table}</decision>{data}</definitions>'.encode()


def _row(number: int, cells: list[str]) -> str:
    conditions = "".join(
        f'<inputEntry id="c{number}_{n}"><text>{escape(cell)}</text></inputEntry>' for n, cell in enumerate(cells)
    )
    return f'<rule id="r{number}">{conditions}<outputEntry id="x{number}"><text>{number}</text></outputEntry></rule>'


def _microseconds(
    evaluate: Callable[[Mapping[str, Any]], object], questions: list[dict[str, Any]], *, rounds: int
) -> float:
    times = []
    for question in questions:
        start = time.perf_counter()
        for _ in range(rounds):
            evaluate(question)
        times.append((time.perf_counter() - start) / rounds)
    return median(times) * 1e6
