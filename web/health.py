"""Signs of life for supervisors and load balancers: `/healthz` says the process answers, `/readyz` that it can work."""

from typing import Any

import redis
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from web import transaction
from web.guard import public
from web.security import BROKER_TIMEOUT_SECONDS

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
@transaction.without_database
def alive() -> ResponseReturnValue:
    """Answer as long as the process runs."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
@public
@transaction.without_database
def ready() -> ResponseReturnValue:
    """Answer 503 while the database is away; a silent broker is told but does not stop the site."""
    checks: dict[str, Any] = {"database": _database(), "broker": _broker()}
    is_ready = checks["database"] == "ok"
    return jsonify(status="ready" if is_ready else "not ready", **checks), 200 if is_ready else 503


def _database() -> str:
    try:
        with transaction.database().transaction(readonly=True) as session:
            session.execute(text("SELECT 1"))
    except DBAPIError:
        return "unreachable"
    return "ok"


def _broker() -> str:
    url = current_app.extensions["praxis.settings"].redis_url
    if not url:
        return "not configured"
    broker = redis.Redis.from_url(
        url, socket_connect_timeout=BROKER_TIMEOUT_SECONDS, socket_timeout=BROKER_TIMEOUT_SECONDS
    )
    try:
        broker.ping()
    except redis.RedisError:
        return "unreachable"
    finally:
        broker.close()
    return "ok"
