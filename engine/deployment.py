"""`praxis deploy`: put diagrams, decision tables and forms to work as a new version."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from engine import definitions, plugins
from engine.base import settings
from engine.base.actor import SYSTEM
from engine.base.db import Database
from engine.base.errors import DefinitionInvalid
from engine.tables import Definition


def deploy_shipped(session: Session) -> list[Definition]:
    """Deploy every practice that ships with Praxis; one that stands already with the same content stays as it is."""
    return [
        definitions.deploy(session, definitions.folder(key), author=SYSTEM, note="shipped")
        for key in definitions.shipped()
    ]


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--note", default="", help="Why this version is made.")
def deploy(folders: tuple[Path, ...], note: str) -> None:
    """Deploy FOLDERS, or the practices that ship with Praxis when none is named."""
    plugins.wire()
    database = Database(settings.DATABASE_URL.value())
    try:
        with database.transaction() as session:
            deployed = [definitions.deploy(session, _read(path), author=SYSTEM, note=note) for path in folders]
            for definition in deployed or deploy_shipped(session):
                click.echo(f"{definition.key} version {definition.version}")
    except DefinitionInvalid as refused:
        for finding in refused.findings:
            click.echo(str(finding), err=True)
        raise


def _read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in definitions.DEPLOYED
    }
