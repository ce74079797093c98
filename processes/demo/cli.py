"""`praxis demo`: make the demo desk, and say how to sign in to it."""

import click

from engine.base import settings
from engine.base.db import Database
from processes.demo import cast
from processes.demo.furnish import furnish


@click.command()
def demo() -> None:
    """Make a small desk to look around in, unless it is there, and print how to sign in.

    The passwords are known to everybody who reads this: only for a desk on your own machine.
    """
    furnish(Database(settings.DATABASE_URL.value()))
    width = max(len(login) for login, _, _ in cast.SIGN_INS)
    click.echo(f"Everybody's password: {cast.PASSWORD}")
    for login, _, roles in cast.SIGN_INS:
        click.echo(f"  {login:<{width}}  {roles}")
