"""The shape of one text of the check."""

from dataclasses import dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Text:
    """One code of the check: how bad it is, and its sentences by language."""

    severity: str
    en: tuple[str, str]
    ru: tuple[str, str]

    def message(self, language: str) -> str:
        """Return the sentence that says what is wrong."""
        return (self.ru if language == "ru" else self.en)[0]

    def hint(self, language: str) -> str:
        """Return the sentence that says what to do."""
        return (self.ru if language == "ru" else self.en)[1]
