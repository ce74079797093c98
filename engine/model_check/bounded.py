"""Runs the check in a child process with limits on time and memory: a hostile file costs the child, not the desk."""

import base64
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import orjson

from engine.model_check.findings import Finding, finding
from engine.model_check.folder import Checked, is_diagram
from engine.model_check.model import Position
from engine.model_check.references import Known
from engine.model_check.written import read_diagram

MAX_SECONDS = 5  # of the processor, for one folder
PATIENCE = 30.0  # seconds on the wall: a busy machine is no fault of the diagram
MAX_MEMORY = 500_000_000


def check_bounded(files: Mapping[str, bytes], known: Known | None = None, *, patience: float = PATIENCE) -> Checked:
    """Check a folder; a check that takes too long or too much becomes a finding about the folder's first diagram."""
    diagrams = sorted(name for name in files if is_diagram(name))
    if not diagrams:
        return Checked([finding("A9", Position("."))])
    question = {
        "files": {name: base64.b64encode(data).decode() for name, data in files.items()},
        "known": {name: _plain(value) for name, value in asdict(known or Known()).items()},
    }
    command = [sys.executable, "-m", "engine.model_check.child", str(MAX_SECONDS), str(MAX_MEMORY)]
    try:
        answer = subprocess.run(  # noqa: S603  # our own interpreter and module, no text of the file in it
            command, input=orjson.dumps(question), capture_output=True, timeout=patience, check=False
        )
    except subprocess.TimeoutExpired:
        return _gave_up(diagrams[0], f"{patience:g} s")
    if answer.returncode == -signal.SIGXCPU:
        return _gave_up(diagrams[0], f"{MAX_SECONDS} s")
    if answer.returncode != 0:
        return _gave_up(diagrams[0], f"{MAX_MEMORY // 1_000_000} MB")
    return _read(orjson.loads(answer.stdout))


def _read(answer: dict[str, Any]) -> Checked:
    findings = [Finding(position=Position(**row.pop("position")), **row) for row in answer["findings"]]
    return Checked(findings, [read_diagram(row) for row in answer["diagrams"]])


def _gave_up(file: str, limit: str) -> Checked:
    return Checked([finding("A8", Position(file), limit=limit)])


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, set | frozenset | tuple | list) else value
