"""Settings: typed environment variables, declared by the room that reads them and listed in docs/settings.md.

A secret may come from a file: `PRAXIS_SECRET_KEY_FILE` names a file whose content is the value of `PRAXIS_SECRET_KEY`.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from engine.base.errors import InvalidInput

T = TypeVar("T")

REGISTRY: dict[str, "Setting[object]"] = {}


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One environment variable: how to read it, what it is without one, and what it is for."""

    name: str
    read: Callable[[str], T]
    default: T
    meaning: str
    secret: bool = False

    def value(self, environ: Mapping[str, str] | None = None) -> T:
        """Return the typed value; raises InvalidInput (`settings.invalid`) when the text cannot be read."""
        source = os.environ if environ is None else environ
        text = source.get(self.name)
        if text is None and (file_name := source.get(f"{self.name}_FILE")):
            text = _file_content(self.name, Path(file_name))
        if text is None or text == "":
            return self.default
        try:
            return self.read(text)
        except ValueError as error:
            shown = "(secret)" if self.secret else text
            raise InvalidInput("settings.invalid", name=self.name, value=shown, reason=str(error)) from error


def declare(name: str, read: Callable[[str], T], default: T, meaning: str, *, secret: bool = False) -> Setting[T]:
    """Register a setting under its environment variable; the same name twice is a programming error."""
    if name in REGISTRY:
        raise ValueError(f"{name} is declared twice")
    setting = Setting(name, read, default, meaning, secret)
    REGISTRY[name] = setting  # type: ignore[assignment]  # the registry is read for its texts only
    return setting


def boolean(text: str) -> bool:
    """Read yes/no words; anything else is an error, never silently false."""
    word = text.strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise ValueError("expected one of 1, 0, true, false, yes, no, on, off")


def _file_content(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise InvalidInput("settings.invalid", name=f"{name}_FILE", value=str(path), reason=str(error)) from error


DATABASE_URL = declare(
    "PRAXIS_DATABASE_URL",
    str,
    "sqlite:///var/praxis.sqlite",
    "SQLAlchemy address of the database: `sqlite:///file` or `postgresql://user@host/name`.",
)
REDIS_URL = declare(
    "PRAXIS_REDIS_URL",
    str,
    "",
    "Address of Redis or Valkey for RQ (`redis://host/0`, `unix:///path`). Without one, `praxis run` starts its own; "
    "the other commands only ring when it is set.",
)
LOG_FORMAT = declare("PRAXIS_LOG_FORMAT", str, "json", "`json` for machines, `text` for people.")
LOG_LEVEL = declare("PRAXIS_LOG_LEVEL", str, "INFO", "Lowest level that is written: DEBUG, INFO, WARNING, ERROR.")
