"""`praxis migrate`: bring the database to the newest schema."""

import click

from engine import migrations
from engine.base import settings
from engine.base.db import Database


@click.command()
@click.option("--write", metavar="MESSAGE", help="For developers: write what the tables lack as a new revision.")
def migrate(write: str | None) -> None:
    """Bring the database of PRAXIS_DATABASE_URL to the newest schema. Safe to start many times at once."""
    database = Database(settings.DATABASE_URL.value())
    click.echo(f"schema is at {migrations.upgrade(database) or 'nothing'}")
    if write is not None:
        migrations.write_revision(database, write)
