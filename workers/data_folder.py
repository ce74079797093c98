"""The data folder of `praxis run`: database, broker, mail and logs of one desk, and who may run on it."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.base.errors import RuleViolated


class DataFolder:
    """One folder that holds everything of an embedded desk."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.path.mkdir(parents=True, exist_ok=True)

    @property
    def database_url(self) -> str:
        """Address of the SQLite database inside the folder."""
        return f"sqlite:///{self.path / 'praxis.sqlite'}"

    @property
    def mail(self) -> Path:
        """Where a demo desk delivers its mail."""
        return self.path / "mail"

    def log(self, name: str) -> Path:
        """Where one child writes its log."""
        return self.path / "logs" / f"{name}.log"

    def secret_key(self) -> Path:
        """Return the file of the key that signs sessions; made once, readable by its owner only."""
        path = self.path / "secret_key"
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path

    @contextmanager
    def held(self, address: str) -> Iterator[None]:
        """Hold the folder for this process; the lock falls with the process, however it ends.

        Raises:
            RuleViolated: `run.already-running`, with the address and the process id of the one that holds it.
        """
        with (self.path / "run.lock").open("a+", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise RuleViolated("run.already-running", data=str(self.path), **_owner(file.read())) from None
            file.truncate(0)
            file.write(json.dumps({"pid": os.getpid(), "address": address}))
            file.flush()
            yield


def _owner(text: str) -> dict[str, str]:
    try:
        written = json.loads(text)
    except ValueError:  # the other one has the lock and has not written yet
        written = {}
    return {"pid": str(written.get("pid", "?")), "address": str(written.get("address", "?"))}
