"""What ships beside the wheel names things that exist."""

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

import engine.base.settings
from tests.arch.test_documents import import_everything

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "praxis"}


def test_each_service_of_ours_runs_a_command_that_exists() -> None:
    commands = PROJECT["project"]["entry-points"]["praxis.commands"]
    assert {name: service["command"][0] for name, service in OURS.items()} == {
        name: name for name in ("migrate", "deploy", "web", "worker", "ticker")
    }
    assert set(OURS) <= set(commands)


def test_schema_comes_before_diagrams_and_diagrams_before_the_processes() -> None:
    assert {name: set(service["depends_on"]) for name, service in OURS.items()} == {
        "migrate": {"database"},
        "deploy": {"migrate"},
        **{name: {"deploy", "broker"} for name in ("web", "worker", "ticker")},
    }
    assert {"database", "broker"} <= set(COMPOSE["services"])


def test_each_variable_that_compose_sets_is_a_setting() -> None:
    import_everything()
    for service in OURS.values():
        assert {name for name in service["environment"] if name not in engine.base.settings.REGISTRY} == set()


def test_the_image_copies_every_room_and_starts_a_command_that_exists() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    packages = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert [room for room in packages if f"COPY {room} {room}\n" not in dockerfile] == []
    command = re.search(r'^CMD \["(\w+)"', dockerfile, re.MULTILINE)
    assert command is not None
    assert command[1] in PROJECT["project"]["entry-points"]["praxis.commands"]
    for name in re.findall(r"^COPY (?!--)(.+) \S+$", dockerfile, re.MULTILINE):
        assert all((ROOT / part).exists() for part in name.split())
