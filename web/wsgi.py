"""The application for a WSGI server: `gunicorn 'web.wsgi:make()'`."""

from flask import Flask

from engine.base import log
from engine.base.db import Database
from engine.base.settings import DATABASE_URL
from web import settings
from web.app import create_app


def make() -> Flask:
    """Make the application from the environment, one database pool for each process."""
    log.configure()
    return create_app(Database(DATABASE_URL.value(), pool_size=settings.THREADS.value()), settings.load())
