"""The command `praxis bench`: collects what the rooms register under the entry-point group `praxis.bench`."""

from importlib.metadata import entry_points

import click


class Benchmarks(click.Group):
    """A click group that finds its benchmarks through entry points."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(point.name for point in entry_points(group="praxis.bench"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for point in entry_points(group="praxis.bench", name=cmd_name):
            command = point.load()
            assert isinstance(command, click.Command)
            return command
        return None


@click.group(cls=Benchmarks)
def bench() -> None:
    """Measure this machine; where it says ratio, both sides were measured in the same run."""
