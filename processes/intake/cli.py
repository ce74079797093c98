"""`praxis import`: brings in what another system knows."""

import json
from pathlib import Path

import click

from engine import plugins
from engine.base import settings
from engine.base.db import Database
from processes.intake import mapping, reading
from processes.intake.importing import Importer


@click.group("import")
def import_() -> None:
    """Bring in what another system knows."""


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", "name", required=True, help="Name of a mapping that ships, or a file of your own.")
@click.option("--limit", type=click.IntRange(min=1), help="Only the first incidents of the file.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Where to write the JSON report.")
def incidents(file: Path, name: str, limit: int | None, report: Path | None) -> None:
    """Replay a log of incidents (CSV, may be gzipped) through the process, with its own times.

    Break it off and start it again as you like: what is in stays as it is, the rest follows.
    """
    plugins.wire()
    source = mapping.load(name)
    log = reading.read(file, source)
    importer = Importer(Database(settings.DATABASE_URL.value()), source, log, limit)
    label = f"{len(importer.left)} incidents"
    with click.progressbar(length=len(importer.left), label=label, show_pos=True) as bar:
        result = importer.run(bar.update).as_json()
    if report is not None:
        report.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8")
    dirty = {kind: found["count"] for kind, found in result.pop("dirty").items()}
    click.echo(json.dumps(result | {"dirty": dirty}, ensure_ascii=False, indent=2))
