"""Settings are typed, may come from files, and are loud when they are wrong."""

from pathlib import Path

import pytest

from engine.base.errors import InvalidInput
from engine.base.settings import Setting, boolean, declare

PORT = Setting("PRAXIS_SAMPLE_PORT", int, 8080, "A sample.")
SECRET = Setting("PRAXIS_SAMPLE_SECRET", int, 0, "A sample.", secret=True)


def test_without_the_variable_the_default_stands() -> None:
    assert PORT.value({}) == 8080
    assert PORT.value({"PRAXIS_SAMPLE_PORT": ""}) == 8080


def test_a_value_is_read_by_its_type() -> None:
    assert PORT.value({"PRAXIS_SAMPLE_PORT": "9090"}) == 9090


def test_a_wrong_value_names_the_variable_and_the_value() -> None:
    with pytest.raises(InvalidInput) as told:
        PORT.value({"PRAXIS_SAMPLE_PORT": "восемь"})
    assert told.value.params["name"] == "PRAXIS_SAMPLE_PORT"
    assert told.value.params["value"] == "восемь"


def test_a_wrong_secret_is_not_shown() -> None:
    with pytest.raises(InvalidInput) as told:
        SECRET.value({"PRAXIS_SAMPLE_SECRET": "hunter2"})
    assert told.value.params["value"] == "(secret)"


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("42\n")
    assert SECRET.value({"PRAXIS_SAMPLE_SECRET_FILE": str(tmp_path / "secret")}) == 42


def test_a_file_that_is_not_there_is_an_error_not_a_default(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        SECRET.value({"PRAXIS_SAMPLE_SECRET_FILE": str(tmp_path / "absent")})


@pytest.mark.parametrize(("text", "meaning"), [("1", True), ("Yes", True), ("off", False), ("FALSE", False)])
def test_yes_and_no_are_read_in_many_words(text: str, meaning: bool) -> None:
    assert boolean(text) is meaning


def test_a_word_that_is_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(ValueError, match="expected one of"):
        boolean("maybe")


def test_a_setting_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        declare("PRAXIS_DATABASE_URL", str, "", "again")
