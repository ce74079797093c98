"""`praxis dmn`: evaluate a decision at the keyboard, and check a model before it is deployed."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from engine.base.errors import DefinitionInvalid, InvalidInput
from engine.decisions.findings import Findings
from engine.decisions.model import check_model, load_model
from engine.decisions.outcome import Outcome
from engine.decisions.reading import read
from engine.feel.json_values import from_json
from engine.feel.printing import to_feel

LANGUAGE = click.option("--language", type=click.Choice(["en", "ru"]), default="en", help="Language of the findings.")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def dmn() -> None:
    """Decision models: evaluate and check."""


@dmn.command()
@click.argument("file", type=FILE)
@click.argument("decision")
@click.option("--input", "inputs", default="{}", metavar="JSON", help='Inputs by name; {"@": "2026-12-31"} is a date.')
@click.option("--explain", is_flag=True, help="Say which rules fired, and why a result is null.")
@LANGUAGE
def evaluate(file: Path, decision: str, inputs: str, explain: bool, language: str) -> None:
    """Evaluate a DECISION of a FILE by its id or name and print its value as FEEL text."""
    try:
        model = load_model(with_imports(file))
    except DefinitionInvalid as error:
        raise click.ClickException("\n".join(finding.line(language) for finding in error.findings)) from error
    outcome = model.evaluate(decision, read_inputs(inputs))
    click.echo(to_feel(outcome.value))
    if explain:
        for line in explanation(outcome, language):
            click.echo(line)


@dmn.command()
@click.argument("file", type=FILE)
@LANGUAGE
def check(file: Path, language: str) -> None:
    """Name every mistake of a FILE with line and cell, and the overlaps and gaps of its tables."""
    findings = check_model(with_imports(file))
    for finding in findings:
        click.echo(finding.line(language))
    errors = sum(finding.severity == "error" for finding in findings)
    click.echo(f"{errors} errors, {len(findings) - errors} warnings")
    if errors:
        raise SystemExit(1)


def explanation(outcome: Outcome, language: str) -> Iterator[str]:
    """Yield the story of an evaluation in lines: inputs, fired rules with annotations, reasons for nulls."""
    for name, value in outcome.inputs.items():
        yield f"  input {name} = {to_feel(value)}"
    for rule in outcome.rules:
        seen = ", ".join(f"{label} = {to_feel(value)}" for label, value in rule.inputs)
        notes = "".join(f" [{name}: {text}]" for name, text in rule.annotations)
        yield f"  {rule.decision}: rule {rule.number} ({rule.id}): {seen} -> {to_feel(rule.output)}{notes}"
    for reason in outcome.reasons:
        yield f"  {reason.line(language)}"


def read_inputs(text: str) -> dict[str, Any]:
    """Read inputs from a JSON object; `{"@": "2026-12-31"}` is a date. Raises InvalidInput for anything else."""
    try:
        found = json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise InvalidInput("dmn.inputs-not-json", reason=str(error)) from error
    if not isinstance(found, dict):
        raise InvalidInput("dmn.inputs-not-json", reason="not an object")
    return {name: from_json(value) for name, value in found.items()}


def with_imports(file: Path) -> dict[str, bytes]:
    """Return a file and those beside it that it imports, whatever their names, by file name."""
    ignored = Findings()
    contents = {path.name: path.read_bytes() for path in (file, *sorted(file.parent.glob("*.dmn")))}
    models = {name: read(name, content, ignored) for name, content in contents.items() if name != file.name}
    found = {file.name: contents[file.name]}
    waiting = [read(file.name, contents[file.name], ignored)]
    while waiting:
        model = waiting.pop()
        wanted = {one.namespace for one in model.imports} if model else set()
        for name, other in models.items():
            if other and other.namespace in wanted and name not in found:
                found[name] = contents[name]
                waiting.append(other)
    return found
