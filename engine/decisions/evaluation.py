"""The account of one evaluation: what fired, what became null and why, and the limits all its expressions share."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.decisions.elements import Place, Reference
from engine.decisions.findings import Finding
from engine.decisions.outcome import FiredRule
from engine.feel.limits import Run
from engine.feel.values import FeelFunction

Variables = Mapping[str, Any]


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
        """Remember why something became null."""
        self.reasons.append(Finding(code, place, params, "warning"))

    def take_diagnostics(self, place: Place) -> None:
        """Move what FEEL complained about in a text to the reasons, with the place of the text."""
        for diagnostic in self.account.diagnostics or ():
            self.note(diagnostic.code, place, **diagnostic.params, line=diagnostic.line, column=diagnostic.column)
        self.account.diagnostics = []


Logic = Callable[[Variables, Evaluation], Any]
"""Compiled logic: gives its value from the variables in scope."""
