"""`praxis run`, `praxis worker` and `praxis ticker`."""

import os
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from engine import jobs
from engine.base import log, settings
from engine.base.errors import AppError
from processes.i18n.errors import error_text
from workers import desk, local, stopping, supervisor
from workers.data_folder import DataFolder
from workers.ticker import TICK_SECONDS, Ticker
from workers.worker import BEAT_SECONDS, work


def in_words(command: Callable[..., None]) -> Callable[..., None]:
    """End with one sentence, in the language of the terminal, when an error was raised on purpose."""

    @wraps(command)
    def speaking(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except AppError as error:
            language = "ru" if (os.environ.get("LC_ALL") or os.environ.get("LANG", "")).startswith("ru") else "en"
            raise click.ClickException(error_text(error, language)) from error

    return speaking


@click.command()
@click.option("--demo", is_flag=True, help="Make a small demo desk and print how to sign in.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), default=Path("var"), show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the web; by default the first free one from 8080.")
@in_words
def run(demo: bool, data: Path, port: int | None) -> None:
    """Run a whole desk on this machine: web, workers, ticker, database and queue. Ctrl-C stops it."""
    supervisor.run(DataFolder(data), port=port, demo=demo, say=click.echo)


@click.command()
@click.argument("queues", nargs=-1, type=click.Choice([jobs.QUICK, jobs.CALLS]))
@click.option("--burst", is_flag=True, help="End when the queues are empty.")
@in_words
def worker(queues: tuple[str, ...], burst: bool) -> None:
    """Work jobs: quick rows here, rows that call out in a process of their own. Without QUEUES: both."""
    log.configure()
    if settings.REDIS_URL.value():
        work(queues or (jobs.QUICK, jobs.CALLS), burst=burst)
    else:
        stopping.listen()
        local.work()


@click.command()
@in_words
def ticker() -> None:
    """Fire timers and look after jobs nobody took. Start as many as you like: one works, the others stand by."""
    log.configure()
    stopping.listen()
    url = settings.REDIS_URL.value()
    ticking = Ticker(desk.database(), desk.runner(), desk.the_bell(), who=desk.name_of("ticker"), broker_url=url)
    beaten_at = -BEAT_SECONDS
    while not stopping.asked.wait(TICK_SECONDS):
        if time.monotonic() - beaten_at >= BEAT_SECONDS:
            beaten_at = time.monotonic()
            desk.beat("ticker")
        ticking.tick()
    ticking.resign()
    desk.leave("ticker")
