"""What a browser may do with our pages: content security policy, headers, cookies, CSRF, rate limits."""

import secrets
from datetime import timedelta

from flask import Flask, Response, current_app, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import NotFound
from werkzeug.middleware.proxy_fix import ProxyFix

from web.settings import WebSettings

POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
ONE_YEAR_SECONDS = 365 * 24 * 3600
BROKER_TIMEOUT_SECONDS = 0.5

csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address, headers_enabled=True)


def install(app: Flask, settings: WebSettings) -> None:
    """Configure cookies and limits, and add the headers to every answer."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_megabytes * 1024 * 1024,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        SESSION_COOKIE_NAME="praxis_session",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form left open over lunch still goes through
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_SSL_STRICT=settings.secure_cookies,
        **_limits(settings.redis_url),
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    csrf.init_app(app)
    limiter.init_app(app)
    app.before_request(refuse_unprintable)
    app.before_request(check_csrf)
    app.after_request(add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def _limits(redis_url: str) -> dict[str, object]:
    if not redis_url:
        return {"RATELIMIT_STORAGE_URI": "memory://"}
    return {
        "RATELIMIT_STORAGE_URI": redis_url.replace("unix://", "redis+unix://", 1),
        "RATELIMIT_STORAGE_OPTIONS": {
            "socket_connect_timeout": BROKER_TIMEOUT_SECONDS,
            "socket_timeout": BROKER_TIMEOUT_SECONDS,
        },
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
    }


def refuse_unprintable() -> None:
    """An address with a NUL names nothing; a database would refuse to look for it, loudly."""
    if "\x00" in request.path:
        raise NotFound


def carries_own_credentials() -> bool:
    """Tell whether the caller proves itself in a header, which no other site can make a browser send."""
    return "Authorization" in request.headers


def check_csrf() -> None:
    """Refuse a writing request of a browser that does not carry the token of our own pages."""
    is_checked = current_app.config["WTF_CSRF_ENABLED"]  # off in tests of what lies behind it
    if is_checked and request.endpoint is not None and not carries_own_credentials():
        csrf.protect()


def csp_nonce() -> str:
    """Return the nonce of this answer, the same for all its scripts and styles."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def add_headers(response: Response) -> Response:
    """Add the policy and its companions; a page is never kept by caches, for it was made for one person."""
    response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=csp_nonce()))
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={ONE_YEAR_SECONDS}")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
