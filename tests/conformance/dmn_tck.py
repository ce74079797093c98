"""Run a tree of the DMN Technology Compatibility Kit: `python -m tests.conformance.dmn_tck DIR`.

Prints one line per test file, the reason of each failure below it, and as its last line the three numbers
`N passed, N failed, N refused`. Refused are cases that call Java by reflection. The exit status is 1 when any failed.
"""

import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from engine.base.errors import AppError
from engine.decisions import DecisionModel, compile_model
from engine.feel.errors import FeelExternalRefused
from tests.conformance.tck_values import named, read_value, same

SECONDS_A_CASE = 20


@dataclass(frozen=True)
class Result:
    """What became of one test case."""

    case: str
    verdict: str
    reason: str = ""


class TooSlow(Exception):
    """A case did not end in time."""


CRASHES = (
    AppError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,  # RecursionError among them
    TooSlow,
    TypeError,
    ValueError,
)


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Raise TooSlow inside the block when it takes longer."""

    def ring(*_: object) -> None:
        raise TooSlow(f"no answer in {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def suites(folder: Path) -> list[Path]:
    """Return the test files of a tree in order."""
    return sorted(path for path in folder.rglob("*.xml") if b"testCases" in path.read_bytes()[:4000])


def run_suite(path: Path) -> list[Result]:
    """Run all cases of one test file."""
    root = etree.parse(path).getroot()
    main = (named(root, "modelName")[0].text or "").strip()
    files = {main: (path.parent / main).read_bytes()}
    files |= {other.name: other.read_bytes() for other in sorted(path.parent.glob("*.dmn")) if other.name != main}
    cases = named(root, "testCase")
    try:
        with time_limit(SECONDS_A_CASE):
            model, _ = compile_model(files)
    except CRASHES as error:
        return [Result(case.get("id") or "?", "failed", f"the model: {error!r}") for case in cases]
    return [run_case(model, main, case) for case in cases]


def run_case(model: DecisionModel, main: str, case: Any) -> Result:
    """Run one case; every kind of failure is a result, so that the rest of the suite goes on."""
    name = case.get("id") or "?"
    try:
        with time_limit(SECONDS_A_CASE):
            wrong = list(mismatches(model, main, case))
    except FeelExternalRefused:
        return Result(name, "refused", "external-java")
    except CRASHES as error:
        return Result(name, "failed", repr(error))
    return Result(name, "failed", "; ".join(wrong)) if wrong else Result(name, "passed")


def mismatches(model: DecisionModel, main: str, case: Any) -> Iterator[str]:
    """Yield a sentence for each result node that differs from what is expected."""
    inputs = {key_of(node): read_value(node) for node in named(case, "inputNode")}
    invoked = case.get("invocableName") if case.get("type") in ("decisionService", "bkm") else None
    nodes = named(case, "resultNode")
    for node in nodes:
        name = name_of(node)
        outcome = model.evaluate(invoked or name, inputs, file=main)
        value = outcome.value
        if invoked and len(nodes) > 1:
            value = value[name]
        expected = read_value(named(node, "expected")[0])
        if not same(expected, value):
            reasons = " | ".join(reason.line() for reason in outcome.reasons)
            yield f"{name}: expected {expected!r}, got {value!r} [{reasons}]"


def key_of(node: Any) -> str:
    """Return the name of an input; one of an imported model carries the namespace of that model."""
    return f"{{{node.get('namespace')}}}{name_of(node)}" if node.get("namespace") else name_of(node)


def name_of(node: Any) -> str:
    """Return the name a node carries, with single spaces, as models have them."""
    return " ".join(node.get("name", "").split())


def summary(counts: Counter[str]) -> str:
    """Return the closing line."""
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in ("passed", "failed", "refused"))


def main(arguments: list[str]) -> int:
    """Run the tree named on the command line."""
    folder = Path(arguments[0])
    total: Counter[str] = Counter()
    for path in suites(folder):
        results = run_suite(path)
        counts = Counter(result.verdict for result in results)
        total += counts
        print(f"{path.parent.relative_to(folder)}/{path.name}: {summary(counts)}")
        for result in results:
            if result.verdict == "failed":
                print(f"    {result.case}: {result.reason}")
    print(summary(total))
    return 1 if total["failed"] or not total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
