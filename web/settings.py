"""What an operator may set about the web: address, cookies, limits, language."""

from dataclasses import dataclass

from engine.base import settings
from engine.base.errors import InvalidInput

HOST = settings.declare("PRAXIS_WEB_HOST", str, "127.0.0.1", "Address the web listens on.")
PORT = settings.declare("PRAXIS_WEB_PORT", int, 8080, "Port the web listens on; 0 takes a free one.")
THREADS = settings.declare("PRAXIS_WEB_THREADS", int, 16, "Requests one web process answers at the same time.")
SECRET_KEY = settings.declare(
    "PRAXIS_SECRET_KEY",
    str,
    "",
    "Signs cookies and links, at least 32 characters, the same for all web processes. `praxis run` makes its own.",
    secret=True,
)
SECURE_COOKIES = settings.declare(
    "PRAXIS_SECURE_COOKIES",
    settings.boolean,
    False,
    "Send cookies over HTTPS only and ask browsers to stay on HTTPS; set it wherever HTTPS is in front.",
)
TRUSTED_PROXIES = settings.declare(
    "PRAXIS_TRUSTED_PROXIES",
    int,
    0,
    "How many reverse proxies stand in front and set X-Forwarded-For, -Proto and -Host.",
)
SESSION_HOURS = settings.declare(
    "PRAXIS_SESSION_HOURS", int, 12, "Hours without activity after which somebody has to sign in again."
)
UPLOAD_MEGABYTES = settings.declare(
    "PRAXIS_UPLOAD_MEGABYTES", int, 25, "Largest body of one request, attachments included, in megabytes."
)
SIGN_IN_LIMIT = settings.declare(
    "PRAXIS_SIGN_IN_LIMIT",
    str,
    "10 per minute",
    "Attempts to sign in or to reset a password from one address, in the notation of the limits library.",
)
LANGUAGE = settings.declare(
    "PRAXIS_LANGUAGE", str, "en", "Language for visitors whose browser asks for none of ours: `en` or `ru`."
)
TIME_ZONE = settings.declare(
    "PRAXIS_TIME_ZONE", str, "UTC", "Time zone of pages until the browser has told its own, as an IANA name."
)

SHORTEST_SECRET = 32


@dataclass(frozen=True)
class WebSettings:
    """The settings of one web application, read once when it is made."""

    secret_key: str
    redis_url: str = ""
    secure_cookies: bool = False
    trusted_proxies: int = 0
    session_hours: int = 12
    upload_megabytes: int = 25
    sign_in_limit: str = "10 per minute"
    language: str = "en"
    time_zone: str = "UTC"


def load() -> WebSettings:
    """Read the environment; raises InvalidInput (`settings.missing`) without a secret key that is long enough."""
    secret_key = SECRET_KEY.value()
    if len(secret_key) < SHORTEST_SECRET:
        raise InvalidInput("settings.missing", name=SECRET_KEY.name)
    return WebSettings(
        secret_key=secret_key,
        redis_url=settings.REDIS_URL.value(),
        secure_cookies=SECURE_COOKIES.value(),
        trusted_proxies=TRUSTED_PROXIES.value(),
        session_hours=SESSION_HOURS.value(),
        upload_megabytes=UPLOAD_MEGABYTES.value(),
        sign_in_limit=SIGN_IN_LIMIT.value(),
        language=LANGUAGE.value(),
        time_zone=TIME_ZONE.value(),
    )
