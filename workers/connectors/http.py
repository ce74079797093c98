"""One JSON call over HTTP, its failures told in the words of the connector contract."""

import json
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from engine.base import clock
from engine.base.errors import Permanent, Transient
from workers.connectors.contract import OutcomeUnknown

CONNECT_SECONDS = 3.0
READ_SECONDS = 10.0
LONGEST_REPLY = 1_000_000  # bytes; a directory entry or an order has a few thousand
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
SURELY_NOT_DONE = frozenset({425, 429, 503})  # refused before the work began (RFC 9110 15.6.4, RFC 6585 4)


def get_json(url: str, *, params: Mapping[str, str], token: str, key: str) -> tuple[int, Any]:
    """Return status and decoded body of a GET; 2xx and 404 are answers, everything else raises.

    Raises:
        Transient: not reachable, busy (with the pause it asks for in Retry-After), or failing (5xx).
        OutcomeUnknown: sent, and the answer did not come in time or was cut off.
        Permanent: another 4xx, a redirect, a reply that is too long or no JSON.
    """
    headers = {"Accept": "application/json", "Idempotency-Key": key}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        with requests.get(
            url,
            params=params,
            headers=headers,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
            stream=True,
        ) as reply:
            _refuse_failures(reply)
            return reply.status_code, _decoded(reply) if reply.status_code != requests.codes.not_found else None
    except requests.exceptions.ConnectTimeout as error:
        raise Transient("connector.unreachable", url=url) from error
    except requests.exceptions.ConnectionError as error:
        if _never_left(error):
            raise Transient("connector.unreachable", url=url) from error
        raise OutcomeUnknown("connector.cut-off", url=url) from error
    except (requests.exceptions.Timeout, requests.exceptions.ChunkedEncodingError) as error:
        raise OutcomeUnknown("connector.cut-off", url=url) from error
    except requests.exceptions.RequestException as error:
        raise Permanent("connector.bad-address", url=url, reason=str(error)) from error


def _refuse_failures(reply: requests.Response) -> None:
    status = reply.status_code
    if status in PASSING:
        kind = Transient if status in SURELY_NOT_DONE else OutcomeUnknown
        raise kind("connector.busy", retry_after_seconds=_retry_after(reply), url=reply.url, status=status)
    if status != requests.codes.not_found and not 200 <= status < 300:
        raise Permanent("connector.refused", url=reply.url, status=status)


def _retry_after(reply: requests.Response) -> int | None:
    """Return the pause asked for, in seconds; the header holds seconds or a date (RFC 9110 section 10.2.3)."""
    text = reply.headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return int(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0, round((moment.astimezone(UTC) - clock.now()).total_seconds()))


def _decoded(reply: requests.Response) -> Any:
    body = bytearray()
    for piece in reply.iter_content(65_536):
        body += piece
        if len(body) > LONGEST_REPLY:
            raise Permanent("connector.reply-too-long", url=reply.url, limit=LONGEST_REPLY)
    try:
        return json.loads(body)
    except ValueError as error:
        raise Permanent("connector.no-json", url=reply.url) from error


def _never_left(error: requests.exceptions.ConnectionError) -> bool:
    """Tell a connection that was never made (refused, no such host) from one that broke under way."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return type(reason).__name__ in {"NewConnectionError", "NameResolutionError", "ConnectTimeoutError"}
