"""A small outside directory for the demo desk and the tests: a real HTTP server that knows a few people.

    GET /people?login=anna        200 {"login": "anna", "name": ..., "mail": ..., "department": ..., "vip": ...}
    GET /people?login=nobody      404

It stumbles like a real one: `failures` makes the first answers to each idempotency key a 503 with Retry-After.
"""

import json
import sys
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

PEOPLE_FILE = Path(__file__).with_name("demo_people.json")


class Directory(ThreadingHTTPServer):
    """The server and what it has seen: `seen` counts calls by idempotency key."""

    daemon_threads = True

    def __init__(self, port: int = 0, *, people: list[dict[str, Any]] | None = None, failures: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.people = json.loads(PEOPLE_FILE.read_text(encoding="utf-8")) if people is None else people
        self.failures = failures
        self.token = ""
        self.seen: Counter[str] = Counter()

    def before_answering(self) -> None:
        """Called with each lookup; a test makes a slow directory of this one."""

    @property
    def url(self) -> str:
        """Base address for PRAXIS_DIRECTORY_URL."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Directory

    def do_GET(self) -> None:
        """Answer a lookup."""
        split = urlsplit(self.path)
        if split.path != "/people":
            self._answer(404, {"error": "only /people is here"})
            return
        if self.server.token and self.headers.get("Authorization") != f"Bearer {self.server.token}":
            self._answer(401, {"error": "who are you?"})
            return
        key = self.headers.get("Idempotency-Key", "")
        self.server.seen[key] += 1
        self.server.before_answering()
        if self.server.seen[key] <= self.server.failures:
            self._answer(503, {"error": "busy"}, retry_after="1")
            return
        wanted = {name: values[0].casefold() for name, values in parse_qs(split.query).items()}
        found = [
            person
            for person in self.server.people
            if wanted and all(str(person.get(name, "")).casefold() == value for name, value in wanted.items())
        ]
        self._answer(200, found[0]) if found else self._answer(404, {"error": "unknown"})

    def _answer(self, status: int, body: dict[str, Any], *, retry_after: str = "") -> None:
        content = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        if retry_after:
            self.send_header("Retry-After", retry_after)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # the name is the library's
        """Keep quiet: the desk's own history tells what was looked up."""


if __name__ == "__main__":
    Directory(int(sys.argv[1])).serve_forever()
