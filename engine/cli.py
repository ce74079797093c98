"""The `praxis` command: collects what each room registers under the entry-point group `praxis.commands`."""

from importlib.metadata import entry_points

import click

from engine.base.errors import AppError


class Praxis(click.Group):
    """A click group that finds its commands through entry points, so that no room imports the one above it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(point.name for point in entry_points(group="praxis.commands"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for point in entry_points(group="praxis.commands", name=cmd_name):
            command = point.load()
            assert isinstance(command, click.Command)
            return command
        return None


@click.group(cls=Praxis)
@click.version_option(package_name="praxis-itsm")
def praxis() -> None:
    """Praxis: a service desk whose ITIL practices are executable BPMN diagrams."""


def main() -> None:
    """Run the command line; an error raised on purpose becomes one sentence and exit status 1."""
    try:
        praxis()
    except AppError as error:
        click.echo(f"praxis: {error}", err=True)
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
