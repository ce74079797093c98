"""The command `praxis bench feel`: conditions as gateways have them, here and in SpiffWorkflow's own Python."""

import json
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

import click

from engine.bench.dmn import measure as measure_table
from engine.feel import compile_expression
from engine.spiff.bench_peer import python_evaluator

TABLE = "a decision table of 500 rules and 3 inputs"
ROUNDS = 40
CALLS = 100
DATA: dict[str, Any] = {
    "priority": 2,
    "impact": "high",
    "urgency": "medium",
    "sla_minutes": 240,
    "approved": True,
    "customer": {"name": "Acme", "contract": "gold"},
    "approvals": [{"by": "ann", "answer": "yes"}, {"by": "bob", "answer": "no"}],
    "outcome": "resolved",
}
CONDITIONS = [  # FEEL and the Python that means the same
    ("approved", "approved"),
    ("priority = 1", "priority == 1"),
    ('outcome = "resolved"', 'outcome == "resolved"'),
    ("priority <= 2 and approved", "priority <= 2 and approved"),
    ('impact in ["high", "medium"] and urgency = "high"', 'impact in ["high", "medium"] and urgency == "high"'),
    ('priority = 1 or customer.contract = "gold"', 'priority == 1 or customer["contract"] == "gold"'),
    ("sla_minutes * 0.8 > 180", "sla_minutes * 0.8 > 180"),
    ("priority in [1..3]", "1 <= priority <= 3"),
    ('some a in approvals satisfies a.answer = "yes"', 'any(a["answer"] == "yes" for a in approvals)'),
    ("count(approvals) >= 2", "len(approvals) >= 2"),
]


def measure() -> dict[str, Any]:
    """Return microseconds per evaluation of each condition on both sides, and the ratio of the sums."""
    peer = python_evaluator(DATA)
    rows = []
    here_total = there_total = 0.0
    for text, python in CONDITIONS:
        expression = compile_expression(text, DATA)
        assert expression.evaluate(DATA) is peer(python), text
        here, there = _microseconds(partial(expression.evaluate, DATA), partial(peer, python))
        rows.append({"condition": text, "praxis_us": here, "spiffworkflow_us": there, "ratio": here / there})
        here_total, there_total = here_total + here, there_total + there
    totals = {"praxis_us": here_total, "spiffworkflow_us": there_total, "ratio": here_total / there_total}
    return {"conditions": rows, **totals}


def _microseconds(*sides: Callable[[], Any]) -> list[float]:
    """Return the median time of one call of each side, the sides taking turns."""
    times: list[list[float]] = [[] for _ in sides]
    for _ in range(ROUNDS):
        for side, found in zip(sides, times, strict=True):
            start = time.perf_counter()
            for _ in range(CALLS):
                side()
            found.append((time.perf_counter() - start) / CALLS * 1e6)
    return [median(found) for found in times]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def feel(as_json: bool) -> None:
    """Time typical gateway conditions and a table of 500 rules beside SpiffWorkflow's evaluation of the same."""
    found = {**measure(), "table": measure_table()}
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for row in [*found["conditions"], {**found, "condition": "all"}]:
        here, there = row["praxis_us"], row["spiffworkflow_us"]
        click.echo(f"{here:7.2f} µs {there:7.2f} µs {row['ratio']:5.2f}  {row['condition']}")
    table = found["table"]
    click.echo(f"{table['praxis_us']:7.2f} µs {table['spiffworkflow_us']:7.2f} µs {table['ratio']:5.3f}  {TABLE}")
