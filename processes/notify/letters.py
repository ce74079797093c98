"""Turning an occasion into the subject and text of a mail, in the language of who reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

from processes.text import one_line

TEXTS = Path(__file__).parent / "texts"
SUBJECT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail before it has an address."""

    subject: str
    body: str


def write(occasion: str, language: str, values: Mapping[str, str]) -> Letter:
    """Fill the text of an occasion; a value that is missing is a slip of the programmer and raises KeyError.

    The subject carries the ticket's number, which brings answers back to it, and no line end that would smuggle a
    header in. An empty value leaves no gap in the body.
    """
    subject, body = _template(occasion, language)
    line = one_line(subject.substitute(values))
    number = values.get("number")
    paragraphs = [part.strip("\n") for part in body.substitute(values).split("\n\n")]
    return Letter(
        subject=(f"[{number}] {line}" if number else line)[:SUBJECT_LENGTH],
        body="\n\n".join(part for part in paragraphs if part.strip()) + "\n",
    )


def occasions(language: str) -> set[str]:
    """Return what there are texts for in a language."""
    return {path.stem for path in (TEXTS / language).glob("*.txt")}


@lru_cache
def _template(occasion: str, language: str) -> tuple[Template, Template]:
    text = (TEXTS / language / f"{occasion}.txt").read_text(encoding="utf-8")
    subject, _, body = text.partition("\n")
    return Template(subject), Template(body)
