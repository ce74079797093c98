"""The web application: one factory that puts its parts together and refuses to start with an unguarded view."""

from typing import Any

from flask import Flask
from flask.typing import ResponseReturnValue

from engine.base.db import Database
from web import api, auth, errors, guard, health, i18n, pages, rendering, security, transaction
from web.settings import WebSettings


class Praxis(Flask):
    """Flask that dispatches every view inside one unit of work."""

    def dispatch_request(self) -> ResponseReturnValue:
        answer: ResponseReturnValue = transaction.dispatch(super().dispatch_request)
        return answer


def create_app(database: Database, settings: WebSettings, **config: Any) -> Flask:
    """Make the application; `config` overrides Flask settings, for tests."""
    app = Praxis("web")
    app.extensions["praxis.database"] = database
    app.extensions["praxis.settings"] = settings
    security.install(app, settings)
    app.config.update(config)
    auth.install(app)
    i18n.install(app, settings)
    rendering.install(app)
    errors.install(app)
    app.register_blueprint(health.blueprint)
    pages.install(app)
    api.install(app)
    guard.refuse_unguarded(app)
    return app
