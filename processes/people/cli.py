"""`praxis user`: the first administrator, and whoever else is added from the command line."""

import sys

import click

from engine.base import settings
from engine.base.actor import Actor
from engine.base.db import Database
from engine.base.errors import InvalidInput
from processes.i18n.errors import code_text
from processes.people import fields, operations, queries
from processes.people.operations import UserCard
from processes.people.rules import Role

NEW_PASSWORD = settings.declare(
    "PRAXIS_NEW_USER_PASSWORD",
    str,
    "",
    "Password for `praxis user add` where nobody can type one.",
    secret=True,
)
_OPERATOR = Actor("system", "praxis user")


@click.group()
def user() -> None:
    """Add and list people."""


@user.command()
@click.argument("login")
@click.option("--email", required=True, help="Where mails to this person go.")
@click.option("--name", required=True, help="Full name, as colleagues know it.")
@click.option("--language", type=click.Choice(fields.LANGUAGES), default="en", show_default=True)
@click.option("--role", "roles", multiple=True, type=click.Choice([role.value for role in Role]))
@click.option("--admin", is_flag=True, help="The same as --role administrator.")
def add(login: str, email: str, name: str, language: str, roles: tuple[str, ...], admin: bool) -> None:
    """Add a person. The password is asked for, or taken from PRAXIS_NEW_USER_PASSWORD (or its _FILE)."""
    held = set(roles) | ({Role.ADMINISTRATOR} if admin else set()) or {Role.REQUESTER}
    card = UserCard(login=login, email=email, name=name, language=language, roles=held)
    password = NEW_PASSWORD.value() or _ask()
    database = Database(settings.DATABASE_URL.value())
    try:
        database.run(lambda session: operations.create_user(session, card, actor=_OPERATOR, password=password))
    except InvalidInput as error:
        raise click.ClickException("\n".join(_wrong_fields(error))) from error
    click.echo(f"{login}: {', '.join(sorted(held))}")


@user.command(name="list")
def list_users() -> None:
    """List everybody: login, name, address, roles."""
    with Database(settings.DATABASE_URL.value()).transaction(readonly=True) as session:
        last = None
        while page := queries.users_page(session, after=last):
            for row in page:
                state = "" if row.is_active else "  (deactivated)"
                click.echo(f"{row.login}  {row.name}  <{row.email}>  {', '.join(sorted(row.role_names))}{state}")
            last = (page[-1].name_folded, page[-1].id)


def _wrong_fields(error: InvalidInput) -> list[str]:
    return [f"{name}: {code_text(code, 'en')}" for name, codes in error.fields.items() for code in codes]


def _ask() -> str:
    if not sys.stdin.isatty():
        raise InvalidInput("people.no-password-given", {"password": ["input.required"]})
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password
