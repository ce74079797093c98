"""What the language says when it cannot give a value.

    FeelError
      FeelSyntaxError        the text is no FEEL; `line`, `column`, `expected`, `found`, perhaps a `suggestion`
        FeelExternalRefused  the text asks for a function written in Java or PMML, which nobody may run here
      FeelLimitExceeded      the expression is too deep, too large or runs too long

Everything else that goes wrong is no error in FEEL: the value is null and a `Diagnostic` says why
(DMN 1.5, 10.3.2.13: errors give null). `Undefined` is how the inside of the room says so; it never leaves it.
"""

from dataclasses import dataclass, field
from typing import Any

from engine.base.errors import AppError
from engine.feel import messages


class FeelError(AppError):
    """Base of what an expression raises; `str()` gives the English sentence."""

    http_status = 422

    def sentence(self, language: str = "en") -> str:
        """Return the sentence for a designer, in `en` or `ru`."""
        return messages.render(self, language)

    def __str__(self) -> str:
        return self.sentence()


class FeelSyntaxError(FeelError):
    """The text is not FEEL: where, what was expected there, and what stands there instead."""

    def __init__(self, code: str, *, line: int, column: int, **params: Any) -> None:
        super().__init__(code, line=line, column=column, **params)
        self.line = line
        self.column = column
        self.expected: str = str(params.get("expected", ""))
        self.found: str = str(params.get("found", ""))


class FeelLimitExceeded(FeelError):
    """A limit of `engine.feel.limits` was met; nothing was changed, the value is unknown."""


class FeelExternalRefused(FeelSyntaxError):
    """The text defines a function as `external`; no code outside the language runs from a diagram."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Why something inside an expression became null, and where."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    line: int = 1
    column: int = 1

    def sentence(self, language: str = "en") -> str:
        """Return the reason as a sentence, in `en` or `ru`."""
        return messages.render(self, language)


class Undefined(Exception):
    """A semantic error inside the room: becomes null plus a diagnostic at the place of the operation."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
