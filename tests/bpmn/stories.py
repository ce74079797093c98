"""Reads the scenarios beside a diagram: a story says what is done, by whom, and what is to be seen after it.

    view: incident                    the read-only view that expressions see; `ticket` gives its first content
    handlers:                         stand-ins for local handlers, in FEEL over their inputs and the view
      incident.close: {answers: {...}, writes: {close_reason: reason}}
    scenarios:
      - name: confirmed
        start: {caller: null}
        steps:
          - {do: confirm, as: requester, data: {answer: confirmed}, expect: {phase: closed}}
          - {call: directory.lookup, answers: {...}}        or fails: timeout, or refuses: PERSON_UNKNOWN
          - {message: incident.reopened, data: {...}}       taken: false when nobody may be listening
          - {passes: P7D}

A list among the steps is spliced in, so that YAML anchors can name a stretch of the way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2] / "bpmn"


@dataclass(frozen=True)
class Folder:
    """A practice: the files that are deployed, and what its scenarios share."""

    key: str
    files: Mapping[str, bytes]
    view: str
    ticket: Mapping[str, Any]
    handlers: Mapping[str, Mapping[str, Mapping[str, str]]]
    stories: tuple["Story", ...]


@dataclass(frozen=True)
class Story:
    """One scenario."""

    name: str
    start: Mapping[str, Any]
    ticket: Mapping[str, Any]
    steps: tuple[Mapping[str, Any], ...]


def folders() -> Iterator[Folder]:
    """Yield each practice that has scenarios."""
    for path in sorted(ROOT.glob("*/scenarios.yaml")):
        yield read(path)


def read(path: Path) -> Folder:
    """Read one practice."""
    raw = yaml.safe_load(path.read_text())
    folder = path.parent
    files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    stories = tuple(
        Story(one["name"], one.get("start", {}), one.get("ticket", {}), tuple(_flat(one["steps"])))
        for one in raw["scenarios"]
    )
    return Folder(folder.name, files, raw["view"], raw["ticket"], raw["handlers"], stories)


def _flat(steps: list[Any]) -> Iterator[Mapping[str, Any]]:
    for step in steps:
        if isinstance(step, list):
            yield from _flat(step)
        else:
            yield step
