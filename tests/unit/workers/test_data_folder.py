"""The data folder: one desk at a time, one key for good."""

import os
from pathlib import Path

import pytest

from engine.base.errors import RuleViolated
from workers.data_folder import DataFolder


def test_a_folder_in_use_says_who_uses_it(tmp_path: Path) -> None:
    with (
        DataFolder(tmp_path).held("http://127.0.0.1:8080"),
        pytest.raises(RuleViolated) as refusal,
        DataFolder(tmp_path).held("http://127.0.0.1:8081"),
    ):
        raise AssertionError("two desks hold one folder")
    assert refusal.value.code == "run.already-running"
    assert refusal.value.params["pid"] == str(os.getpid())
    assert refusal.value.params["address"] == "http://127.0.0.1:8080"


def test_a_folder_that_was_left_is_free_again(tmp_path: Path) -> None:
    for address in ("http://127.0.0.1:8080", "http://127.0.0.1:8081"):
        with DataFolder(tmp_path).held(address):
            assert address in (tmp_path / "run.lock").read_text()


def test_the_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    path = DataFolder(tmp_path).secret_key()
    written = path.read_text()
    assert len(written) >= 32
    assert path.stat().st_mode & 0o077 == 0
    assert DataFolder(tmp_path).secret_key().read_text() == written
