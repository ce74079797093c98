"""Who is in front of the page: signing in and out, forgotten passwords, and the person behind each request."""

from flask import Flask

from web.auth import account, reset, session, sign_in


def install(app: Flask) -> None:
    """Recognise people on each request and register the pages about it."""
    session.install(app)
    app.register_blueprint(reset.blueprint)
    app.register_blueprint(sign_in.blueprint)
    app.register_blueprint(account.blueprint)
