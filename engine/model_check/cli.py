"""`praxis bpmn check`: says what is wrong with diagrams, the way compilers do."""

from collections.abc import Iterator
from pathlib import Path

import click
import orjson

from engine.model_check.bounded import MAX_SECONDS, check_bounded
from engine.model_check.codes_page import codes_page
from engine.model_check.findings import Finding
from engine.model_check.folder import is_diagram
from engine.model_check.references import Known
from engine.model_check.support import support_page

_READ_ALONG = (".dmn", ".json")


@click.group()
def bpmn() -> None:
    """Work with diagrams."""


@bpmn.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How to print findings.")
@click.option("--language", type=click.Choice(["en", "ru"]), default="en", help="Language of the sentences.")
def check(paths: tuple[Path, ...], style: str, language: str) -> None:
    """Check diagrams and folders of diagrams; exit status 1 when any of them would be refused."""
    found = [finding for path in paths for files, known in _bundles(path) for finding in _check(files, known)]
    if style == "json":
        click.echo(orjson.dumps([finding.as_json(language) for finding in found], option=orjson.OPT_INDENT_2))
    else:
        for finding in found:
            click.echo(finding.line(language))
    if any(finding.severity == "error" for finding in found):
        raise SystemExit(1)


def _check(files: dict[str, Path], known: Known) -> list[Finding]:
    contents = {name: path.read_bytes() for name, path in files.items()}
    return check_bounded(contents, known, patience=MAX_SECONDS).findings


def _bundles(path: Path) -> Iterator[tuple[dict[str, Path], Known]]:
    """Split a path into what belongs together: a practice's folder is one whole, any other diagram stands alone."""
    if path.is_file():
        yield {_as_diagram(path.name): path}, Known(is_whole=False)
    elif (path / f"{path.name}.bpmn").is_file():
        names = sorted(entry for entry in path.rglob("*") if entry.is_file())
        kept = [entry for entry in names if is_diagram(entry.name) or entry.suffix in _READ_ALONG]
        yield {entry.relative_to(path).as_posix(): entry for entry in kept}, Known(key=path.name)
    else:
        for entry in sorted(path.iterdir()):
            if entry.is_dir() or is_diagram(entry.name):
                yield from _bundles(entry)


def _as_diagram(name: str) -> str:
    """Whoever names a file wants it checked, whatever its name ends with."""
    return name if is_diagram(name) else f"{name}.bpmn"


@bpmn.command()
def support() -> None:
    """Print the page of what runs (docs/bpmn-support.md)."""
    click.echo(support_page(), nl=False)


@bpmn.command()
def codes() -> None:
    """Print the page of what the check can say (docs/diagram-findings.md)."""
    click.echo(codes_page(), nl=False)
