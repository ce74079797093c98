"""What is wrong with a model, and where: findings with a code, its parameters and a place."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.base.errors import DefinitionInvalid
from engine.decisions.elements import Place
from engine.decisions.messages import TEXTS
from engine.feel.errors import Diagnostic, FeelSyntaxError

CELL_WORDS = {"rule": "правило", "input": "вход", "output": "выход"}
CELL_WORD = re.compile("|".join(CELL_WORDS))


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint. `severity` is `error` (the model is refused) or `warning`."""

    code: str
    place: Place
    params: Mapping[str, Any] = field(default_factory=dict)
    severity: str = "error"

    def message(self, language: str = "en") -> str:
        """Say in one sentence what is wrong."""
        if self.code not in TEXTS:
            inside = dict(self.params)
            return Diagnostic(self.code, inside, inside.pop("line", 1), inside.pop("column", 1)).sentence(language)
        return self._sentence(language).partition("; ")[0].rstrip(".") + "."

    def hint(self, language: str = "en") -> str:
        """Say what to do about it; empty where the message says it all."""
        hint = self._sentence(language).partition("; ")[2] if self.code in TEXTS else ""
        return hint[:1].upper() + hint[1:]

    def line(self, language: str = "en") -> str:
        """Return the finding as one line of text, the way compilers print them."""
        place = self.place
        where = ", ".join(part for part in (place.element, self._cell(language)) if part)
        sentences = " ".join(part for part in (self.message(language), self.hint(language)) if part)
        return f"{place.file}:{place.line}: {where + ': ' if where else ''}{sentences}"

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return the finding as JSON-ready values."""
        return {
            "file": self.place.file,
            "line": self.place.line,
            "element": self.place.element,
            "cell": self._cell(language),
            "severity": self.severity,
            "code": self.code,
            "message": self.message(language),
            "hint": self.hint(language),
        }

    def __str__(self) -> str:
        return self.line()

    def _cell(self, language: str) -> str:
        cell = self.place.cell
        return CELL_WORD.sub(lambda word: CELL_WORDS[word[0]], cell) if language == "ru" else cell

    def _sentence(self, language: str) -> str:
        return TEXTS[self.code][language == "ru"].format_map(self.params)


class Findings:
    """Collects findings while a model is read and compiled."""

    def __init__(self, found: Iterable[Finding] = ()) -> None:
        self._found = list(found)

    @property
    def all(self) -> list[Finding]:
        """Return what was found, each complaint once, in the order of files and lines."""
        unique = {(one.code, one.place, str(one.params)): one for one in self._found}
        return sorted(unique.values(), key=lambda finding: (finding.place.file, finding.place.line))

    def error(self, code: str, place: Place, /, **params: Any) -> None:
        """Note something that makes the model unusable."""
        self._found.append(Finding(code, place, params))

    def warning(self, code: str, place: Place, /, **params: Any) -> None:
        """Note something that will surprise its author but can be executed."""
        self._found.append(Finding(code, place, params, "warning"))

    def feel(self, error: FeelSyntaxError, place: Place) -> None:
        """Note a text that is no FEEL; the complaint keeps the line and column inside the text."""
        self.error(error.code, place, **error.params)

    def refuse_errors(self) -> None:
        """Raise DefinitionInvalid with all errors, if there are any."""
        errors = [finding for finding in self.all if finding.severity == "error"]
        if errors:
            raise DefinitionInvalid("dmn.invalid", errors)
