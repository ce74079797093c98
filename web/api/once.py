"""`Idempotency-Key`: a program that did not hear the answer asks again with the same key and changes nothing twice.

The row is written in the transaction of the request itself, so a request that failed leaves none and may be repeated.
Of two that come together, the second waits for the first at the unique key (PostgreSQL) or the writer's lock (SQLite).
"""

import functools
import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, cast

from flask import Response, g, make_response, request
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.base import clock
from engine.base.db import tenant_of
from engine.base.errors import InvalidInput, RuleViolated
from web.api.tables import KeptAnswer

View = TypeVar("View", bound=Callable[..., Any])

KEPT_FOR = timedelta(hours=24)
LONGEST_KEY = 200
_KEPT_HEADERS = ("ETag", "Location")


def once(view: View) -> View:
    """Let a POST that carries an `Idempotency-Key` happen once within 24 hours.

    Raises InvalidInput (`api.bad-idempotency-key`) and RuleViolated (`api.idempotency-key-reused`) when the key came
    before with another request.
    """

    @functools.wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return view(*args, **kwargs)
        if not key.isascii() or not key.isprintable() or not 1 <= len(key) <= LONGEST_KEY:
            raise InvalidInput("input.invalid", {"Idempotency-Key": ["api.bad-idempotency-key"]})
        session, fingerprint = g.session, _fingerprint()
        if not _reserve(session, g.viewer.id, key, fingerprint):
            return _answer_again(session, g.viewer.id, key, fingerprint)
        answer = make_response(view(*args, **kwargs))
        _keep(session, g.viewer.id, key, answer)
        return answer

    return cast(View, wrapped)


def _fingerprint() -> str:
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    digest.update(request.get_data(cache=True, parse_form_data=True))
    for name, value in sorted(request.form.items(multi=True)):
        digest.update(f"{name}={value}\n".encode())
    for file in request.files.values():
        digest.update(f"{file.filename}\n".encode())
        digest.update(hashlib.file_digest(file.stream, "sha256").digest())  # type: ignore[arg-type]  # it is readable
        file.stream.seek(0)
    return digest.hexdigest()


def _reserve(session: Session, user_id: str, key: str, fingerprint: str) -> bool:
    """Insert the row of this key; False when it stands already."""
    session.execute(delete(KeptAnswer).where(KeptAnswer.kept_at < clock.now() - KEPT_FOR))
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {
        "tenant_id": tenant_of(session),
        "user_id": user_id,
        "key": key,
        "fingerprint": fingerprint,
        "status": 0,
        "headers": "{}",
        "body": "",
        "kept_at": clock.now(),
    }
    made = insert(KeptAnswer).values(row).on_conflict_do_nothing().returning(KeptAnswer.key)
    return session.connection().execute(made).first() is not None


def _answer_again(session: Session, user_id: str, key: str, fingerprint: str) -> Response:
    kept = _row(session, user_id, key)
    if kept.fingerprint != fingerprint:
        raise RuleViolated("api.idempotency-key-reused", key=key)
    answer = make_response(kept.body, kept.status)
    answer.content_type = "application/json"
    answer.headers.update(json.loads(kept.headers))
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


def _keep(session: Session, user_id: str, key: str, answer: Response) -> None:
    kept = _row(session, user_id, key)
    kept.status, kept.body = answer.status_code, answer.get_data(as_text=True)
    kept.headers = json.dumps({name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers})
    session.flush()


def _row(session: Session, user_id: str, key: str) -> KeptAnswer:
    chosen = select(KeptAnswer).where(KeptAnswer.user_id == user_id, KeptAnswer.key == key)
    return session.scalars(chosen).one()
