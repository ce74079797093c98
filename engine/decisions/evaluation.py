"""The account of one evaluation: what fired, what became null and why, and the limits all its expressions share."""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from engine.decisions.elements import Place, Reference
from engine.decisions.findings import Finding
from engine.decisions.outcome import FiredRule
from engine.feel.limits import Run
from engine.feel.values import FeelFunction

Variables = Mapping[str, Any]
MAX_REASONS = 50
MAX_FIRED = 1_000


class Evaluation:
    """What travels through the compiled logic of a model while one question is answered."""

    __slots__ = ("account", "fired", "functions", "reasons")

    def __init__(self) -> None:
        self.account = Run()
        self.account.diagnostics = []
        self.fired: list[FiredRule] = []
        self.reasons: list[Finding] = []
        self.functions: dict[Reference, FeelFunction | None] = {}

    def note(self, code: str, place: Place, /, **params: Any) -> None:
        """Remember why something became null; the first reasons are kept, a loop may have thousands."""
        if len(self.reasons) < MAX_REASONS:
            self.reasons.append(Finding(code, place, params, "warning"))

    def fire(self, rules: Iterable[FiredRule]) -> None:
        """Remember rules that fired; those of the first thousand hits are kept when a table stands in a loop."""
        self.fired.extend(islice(rules, MAX_FIRED - len(self.fired)))

    def apart(self, logic: "Logic", variables: Variables) -> Any:
        """Evaluate the body of a function, whose complaints must not mix with those of the text that calls it."""
        kept, self.account.diagnostics = self.account.diagnostics, []
        try:
            return logic(variables, self)
        finally:
            self.account.diagnostics = kept

    def take_diagnostics(self, place: Place) -> None:
        """Move what FEEL complained about in a text to the reasons, with the place of the text."""
        for diagnostic in (self.account.diagnostics or ())[:MAX_REASONS]:
            self.note(diagnostic.code, place, **diagnostic.params, line=diagnostic.line, column=diagnostic.column)
        self.account.diagnostics = []


Logic = Callable[[Variables, Evaluation], Any]
"""Compiled logic: gives its value from the variables in scope."""
