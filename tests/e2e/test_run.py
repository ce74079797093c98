"""`praxis run` as a person meets it: starts, says where, survives its children's falls, stops, finds its data again."""

import os
import signal
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.e2e.running_desk import RunningDesk, children_of, is_gone, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("desk"),
]


@pytest.fixture
def desks() -> Iterator[list[RunningDesk]]:
    """Every desk a test starts goes in here, and none outlives the test."""
    started: list[RunningDesk] = []
    yield started
    for desk in started:
        desk.close()


def start(desks: list[RunningDesk], data: Path, *arguments: str) -> RunningDesk:
    desk = RunningDesk(data, *arguments)
    desks.append(desk)
    return desk


def healthy(desk: RunningDesk) -> bool:
    try:
        return requests.get(f"{desk.address}/healthz", timeout=5).ok
    except requests.RequestException:
        return False


def becomes_healthy(desk: RunningDesk) -> None:
    until(lambda: healthy(desk), lambda: desk.explanation("healthy"))


def integrity(desk: RunningDesk) -> str:
    with sqlite3.connect(desk.data / "praxis.sqlite") as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


def test_a_desk_starts_stops_and_finds_its_data_again(desks: list[RunningDesk], tmp_path: Path) -> None:
    first = start(desks, tmp_path / "desk", "--demo")
    becomes_healthy(first)
    first.says("Queue: RQ on an embedded Valkey")
    sign_ins = first.output
    children = children_of(first.pid)
    assert len(children) == 6
    assert first.interrupt() == 0
    assert first.lines[-1] == "Stopped."
    assert [pid for pid in children if not is_gone(pid)] == []
    key = (tmp_path / "desk" / "secret_key").read_text()

    second = start(desks, tmp_path / "desk", "--demo")
    becomes_healthy(second)
    assert (tmp_path / "desk" / "secret_key").read_text() == key
    assert [line for line in sign_ins.splitlines() if "password" in line.lower()]
    assert second.interrupt() == 0
    assert integrity(second) == "ok"


def test_a_second_desk_on_the_same_data_or_port_is_turned_away_politely(
    desks: list[RunningDesk], tmp_path: Path
) -> None:
    first = start(desks, tmp_path / "desk")
    port = first.address.rpartition(":")[2]

    same_data = start(desks, tmp_path / "desk")
    assert same_data.wait() == 1
    assert f"already runs on {tmp_path / 'desk'}: {first.address}" in same_data.output
    assert "Traceback" not in same_data.output

    same_port = start(desks, tmp_path / "other", "--port", port)
    assert same_port.wait() == 1
    assert f"Port {port} is taken" in same_port.output

    any_port = start(desks, tmp_path / "other")
    assert any_port.address != first.address


def test_children_that_fall_are_started_again_and_it_is_said(desks: list[RunningDesk], tmp_path: Path) -> None:
    desk = start(desks, tmp_path / "desk")
    becomes_healthy(desk)
    for name, word in {"web": "web", "worker calls": "calls", "ticker": "ticker"}.items():
        before = desk.child(word)
        os.kill(before, signal.SIGKILL)
        desk.says(f"{name} ended by SIGKILL; starting again in 0.5 s")
        until(lambda before=before, word=word: desk.child(word) != before, lambda: desk.explanation("again"))
    becomes_healthy(desk)
    assert desk.interrupt() == 0


def test_nothing_survives_a_supervisor_that_was_killed(desks: list[RunningDesk], tmp_path: Path) -> None:
    desk = start(desks, tmp_path / "desk")
    becomes_healthy(desk)
    children = children_of(desk.pid)
    desk.kill()
    until(lambda: all(is_gone(pid) for pid in children), lambda: f"{children} live on")
    assert integrity(desk) == "ok"
    again = start(desks, tmp_path / "desk")
    becomes_healthy(again)


def test_a_taken_port_is_noticed_before_anything_starts(desks: list[RunningDesk], tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        desk = start(desks, tmp_path / "desk", "--port", str(holder.getsockname()[1]))
        assert desk.wait() == 1
    assert not (tmp_path / "desk" / "praxis.sqlite").exists()
