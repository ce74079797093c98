"""Which port the embedded web server gets."""

import socket

import pytest

from engine.base.errors import RuleViolated
from workers import ports


@pytest.fixture
def taken() -> int:
    with socket.socket() as holder:
        holder.bind((ports.HOST, 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_port_asked_for_and_taken_is_refused_by_name(taken: int) -> None:
    with pytest.raises(RuleViolated) as refusal:
        ports.choose(taken)
    assert refusal.value.code == "run.port-taken"
    assert refusal.value.params["port"] == taken


def test_a_port_asked_for_and_free_is_taken() -> None:
    free = ports.choose_any()
    assert ports.choose(free) == free


def test_without_a_wish_the_next_free_port_is_taken(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "USUAL", taken)
    assert taken < ports.choose(None) < taken + ports.TRIES
