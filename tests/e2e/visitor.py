"""Somebody with a browser, as far as a test of processes needs one: signs in, reads a page, sends its form."""

import re

import requests


class Visitor:
    """Keeps cookies; each form goes out with the anti-forgery token of the page read last."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._session = requests.Session()
        self._token = ""

    def get(self, path: str) -> str:
        """Return a page; raises requests.HTTPError for a refusal."""
        return self._read(self._session.get(self._address + path, timeout=30))

    def send(self, path: str, **fields: str) -> str:
        """Send a form and return the page it leads to."""
        data = {"csrf_token": self._token, **fields}
        return self._read(self._session.post(self._address + path, data=data, timeout=30))

    def sign_in(self, login: str, password: str) -> None:
        """Sign in and read the first page behind the door."""
        self.get("/sign-in")
        page = self.send("/sign-in", login=login, password=password)
        assert "sign-out" in page, "the demo's password opens no door"

    def _read(self, reply: requests.Response) -> str:
        reply.raise_for_status()
        if found := re.search(r'name="csrf_token" value="([^"]+)"', reply.text):
            self._token = found[1]
        return reply.text
