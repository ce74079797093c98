"""Every error becomes an answer here: a page for people, a problem document (RFC 9457) for programs."""

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, jsonify, make_response, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from engine.base import log
from engine.base.errors import AppError, Busy, NotAuthenticated, Transient
from engine.base.ids import new_id
from web import error_texts, rendering

API_PREFIX = "/api/"
_log = log.get_logger("web")


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(AppError, on_app_error)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(Exception, on_surprise)


def on_app_error(error: AppError) -> Response:
    """Answer an error raised on purpose with the status of its class."""
    if error.http_status >= 500:
        _log.error("request_failed", code=error.code, path=request.path, exc_info=error)
    if isinstance(error, NotAuthenticated) and _is_page_visit():
        return _response(redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?"))))
    answer = _answer(
        error.http_status,
        code=error.code,
        sentence=error_texts.sentence_of(error),
        fields=error_texts.field_sentences(error),
    )
    if isinstance(error, Busy | Transient) and error.retry_after_seconds:
        answer.headers["Retry-After"] = str(error.retry_after_seconds)
    return answer


def on_http_error(error: HTTPException) -> Response:
    """Answer what Flask and its extensions refuse."""
    status = error.code or 500
    if status < 400:
        return _response(error.get_response())
    if isinstance(error, CSRFError):
        return _answer(status, code="web.stale-page", sentence=error_texts.of_code("web.stale-page"))
    answer = _answer(status, code=f"http.{status}", sentence=error_texts.for_status(status))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def on_surprise(error: Exception) -> Response:
    """Answer a slip of our own: log it under a number the person can tell, show nothing of the inside."""
    number = new_id()[-8:]
    _log.error("request_crashed", number=number, path=request.path, exc_info=error)
    return _answer(500, code="http.500", sentence=error_texts.for_status(500), number=number)


def wants_problem() -> bool:
    """Tell whether the caller is a program: it came to the API or prefers JSON to HTML."""
    accepted = request.accept_mimetypes
    prefers_json = accepted["application/json"] > accepted["text/html"]
    return request.path.startswith(API_PREFIX) or prefers_json


def _answer(status: int, *, code: str, sentence: str, **details: Any) -> Response:
    details = {name: value for name, value in details.items() if value}
    if wants_problem():
        body = {"type": f"urn:praxis:error:{code}", "title": HTTPStatus(status).phrase, "status": status}
        answer = jsonify({**body, "detail": sentence, "code": code, **details})
        answer.status_code, answer.content_type = status, "application/problem+json"
        return answer
    shown = {"status": status, "code": code, "title": error_texts.title_of(status), "sentence": sentence, **details}
    if rendering.is_fragment():  # the page in front stays as it is, what was typed with it
        answer = make_response(rendering.render("_problem.html", **shown), status)
        answer.headers.update({"HX-Retarget": "#notices", "HX-Reswap": "innerHTML"})
        return answer
    return make_response(rendering.render("error.html", **shown), status)


def _is_page_visit() -> bool:
    return request.method == "GET" and not wants_problem() and not rendering.is_fragment()


def _response(made: Any) -> Response:
    return make_response(made)
