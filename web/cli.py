"""`praxis web`: serves the site, with waitress inside this process or with gunicorn in its own processes."""

import os
import signal
import sys
from pathlib import Path

import click
import waitress

from engine.base import log
from engine.base.db import Database
from engine.base.settings import DATABASE_URL
from web import settings as web_settings
from web.app import create_app
from web.settings import HOST, PORT, THREADS

DRAIN_SECONDS = 30


@click.command(help="Serve pages and REST API; settings: docs/settings.md.")
@click.option("--host", default=None, help="Address to listen on instead of PRAXIS_WEB_HOST.")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="Port instead of PRAXIS_WEB_PORT; 0: any.")
@click.option("--gunicorn", is_flag=True, help="Serve with gunicorn: for production, behind a reverse proxy.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes of gunicorn.")
def web(host: str | None, port: int | None, gunicorn: bool, workers: int) -> None:
    """Serve until SIGTERM or Ctrl-C, then finish the requests at hand."""
    log.configure()
    address = f"{host or HOST.value()}:{PORT.value() if port is None else port}"
    threads = THREADS.value()
    if gunicorn:
        replace_by_gunicorn(address, workers, threads)
    application = create_app(Database(DATABASE_URL.value(), pool_size=threads), web_settings.load())
    server = waitress.create_server(application, listen=address, threads=threads, clear_untrusted_proxy_headers=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # waitress finishes what it has begun on Ctrl-C
    log.get_logger("web").info("listening", address=f"http://{server.effective_host}:{server.effective_port}")
    server.run()


def replace_by_gunicorn(address: str, workers: int, threads: int) -> None:
    """Turn this process into gunicorn's master; never returns."""
    command = [sys.executable, "-m", "gunicorn", "web.wsgi:make()", "--bind", address]
    command += ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)]
    command += ["--graceful-timeout", str(DRAIN_SECONDS), "--chdir", str(Path.cwd())]
    os.execv(sys.executable, command)  # noqa: S606  # no shell wanted
