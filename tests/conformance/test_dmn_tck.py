"""The DMN Technology Compatibility Kit, where its tree is at hand: a few suites always, all of them in the slow run."""

import os
import random
from collections import Counter
from pathlib import Path

import pytest

from tests.conformance.dmn_tck import Result, run_suite, suites

TREE = Path(os.environ.get("PRAXIS_DMN_TCK") or Path(__file__).parents[3] / "shared/data/dmn-tck")
SAMPLE = 12


def tree() -> list[Path]:
    found = suites(TREE) if TREE.is_dir() else []
    if not found:
        pytest.skip(f"NOT RUN: the DMN TCK is not at {TREE}; set PRAXIS_DMN_TCK")
    return found


def failures(paths: list[Path]) -> tuple[list[tuple[str, Result]], Counter[str]]:
    failed: list[tuple[str, Result]] = []
    counts: Counter[str] = Counter()
    for path in paths:
        for result in run_suite(path):
            counts[result.verdict] += 1
            if result.verdict == "failed":
                failed.append((path.name, result))
    return failed, counts


def test_a_few_suites_of_the_kit_pass() -> None:
    failed, counts = failures(random.Random(2026).sample(tree(), SAMPLE))
    assert failed == []
    assert counts["passed"] > 0


@pytest.mark.slow
def test_the_whole_kit_passes_but_for_calls_of_java() -> None:
    failed, counts = failures(tree())
    assert failed == []
    assert counts["refused"] <= 30
