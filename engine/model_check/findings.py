"""A finding of the check: where, what, how bad; its sentences come from the catalogue in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.model_check import messages
from engine.model_check.model import Position


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a folder; `severity` is `error` (refused) or `warning` (deployed all the same)."""

    code: str
    position: Position
    element_id: str | None = None
    element_name: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        return messages.CATALOGUE[self.code].severity

    def message(self, language: str = "en") -> str:
        """Say in one sentence what is wrong."""
        return messages.CATALOGUE[self.code].message(language).format_map(self._words(language))

    def hint(self, language: str = "en") -> str:
        """Say what to do about it."""
        return messages.CATALOGUE[self.code].hint(language).format_map(self._words(language))

    def line(self, language: str = "en") -> str:
        """Return the finding as one line of text, the way compilers print them."""
        place = f"{self.position.file}:{self.position.line}:{self.position.column}"
        element = f'{self.element_id or "-"} "{self.element_name or ""}"'
        return f"{place} {self.severity} {self.code} {element} — {self.message(language)} {self.hint(language)}"

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return the finding as JSON-ready values."""
        return {
            "file": self.position.file,
            "line": self.position.line,
            "column": self.position.column,
            "severity": self.severity,
            "code": self.code,
            "element_id": self.element_id,
            "element_name": self.element_name,
            "message": self.message(language),
            "hint": self.hint(language),
        }

    def __str__(self) -> str:
        return self.line()

    def _words(self, language: str) -> dict[str, Any]:
        chosen = {name: word[language] if isinstance(word, dict) else word for name, word in self.params.items()}
        return {"element": self.element_name or self.element_id or "", **chosen}


def finding(code: str, position: Position, element: Any = None, **params: Any) -> Finding:
    """Make a finding; `element` is anything with an id and a name."""
    return Finding(code, position, getattr(element, "id", None), getattr(element, "name", None), params)
