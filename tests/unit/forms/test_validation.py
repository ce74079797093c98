"""Answers: what passes, what is refused with which sentence, and what a page shows of it."""

from decimal import Decimal
from typing import Any

import pytest

from engine import forms
from engine.base.errors import InvalidInput
from tests.unit.forms.samples import leave, leave_form, written

HOLIDAY = {"kind": "holiday", "days": 2}


def complaints(data: dict[str, Any], language: str = "en") -> dict[str, list[str]]:
    with pytest.raises(InvalidInput) as refusal:
        forms.validate(leave(), data, language)
    return {name: list(sentences) for name, sentences in refusal.value.fields.items()}


def test_every_field_gets_a_value_and_empty_ones_get_none() -> None:
    assert forms.validate(leave(), {**HOLIDAY, "start": "  "}) == {
        "kind": "holiday", "days": 2, "reason": None, "paid": None, "extras": None, "start": None,
    }  # fmt: skip


def test_a_default_fills_what_was_left_empty() -> None:
    assert forms.validate(leave(), {"days": 1})["kind"] == "holiday"


def test_an_answer_to_a_hidden_question_is_dropped() -> None:
    assert forms.validate(leave(), {**HOLIDAY, "reason": "x"})["reason"] is None


def test_a_question_is_needed_only_while_it_is_asked() -> None:
    assert complaints({"kind": "sick", "days": 1}) == {"reason": ["This is needed."]}


@pytest.mark.parametrize(
    ("change", "field", "english"),
    [
        ({"days": None}, "days", "This is needed."),
        ({"days": "two"}, "days", "Expected a number."),
        ({"days": 0}, "days", "At least 0.5."),
        ({"days": 31}, "days", "At most 30."),
        ({"days": 1.3}, "days", "Must be a multiple of 0.5."),
        ({"days": float("nan")}, "days", "Expected a number."),
        ({"kind": "unpaid"}, "kind", "Choose one of: Holiday, Sick."),
        ({"kind": "sick", "reason": "ab"}, "reason", "At least 3 characters."),
        ({"kind": "sick", "reason": "a" * 41}, "reason", "At most 40 characters."),
        ({"paid": "maybe"}, "paid", "Expected yes or no."),
        ({"extras": "visa"}, "extras", "Expected a list."),
        ({"extras": ["boat"]}, "extras", "Choose one of: Visa, Flight."),
        ({"extras": ["visa", "flight"]}, "extras", "Choose at most 1."),
        ({"start": "31.12.2026"}, "start", "Expected a date like 2026-03-31."),
        ({"start": "2026-02-30"}, "start", "Expected a date like 2026-03-31."),
        ({"salary": 1}, "salary", "This form has no such field."),
    ],
    ids=str,
)
def test_a_wrong_answer_is_named_by_its_field(change: dict[str, Any], field: str, english: str) -> None:
    assert complaints({**HOLIDAY, **change}) == {field: [english]}


def test_complaints_come_in_the_readers_language() -> None:
    assert complaints({"days": 40, "kind": "нет"}, "ru") == {
        "days": ["Не больше 30."],
        "kind": ["Выберите одно из: Отпуск, Больничный."],
    }


def test_a_choice_from_outside_the_file_is_checked_against_what_is_there_now() -> None:
    raw = leave_form()
    raw["ui"]["fields"]["start"]["source"] = "days_free"
    form = forms.load({"forms/leave.json": written(raw)}, "leave")
    sources = {"days_free": {"2026-05-04": "Monday"}}
    assert forms.validate(form, {**HOLIDAY, "start": "2026-05-04"}, sources=sources)["start"] == "2026-05-04"
    with pytest.raises(InvalidInput) as refusal:
        forms.validate(form, {**HOLIDAY, "start": "2026-05-05"}, sources=sources)
    assert refusal.value.fields == {"start": ["This choice does not exist (any more)."]}


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("email", "anna@example.org", "anna@@example.org"),
        ("email", "анна@пример.рф", "anna"),
        ("uri", "https://example.org/a?b=c", "javascript:alert(1)"),
        ("date-time", "2026-03-31T14:30:00+03:00", "2026-03-31T14:30:00"),
        ("time", "14:30", "25:00"),
    ],
)
def test_each_format_is_really_checked(kind: str, good: str, bad: str) -> None:
    form = form_with({"type": "string", "format": kind})
    assert forms.validate(form, {**HOLIDAY, "start": good})["start"] == good
    with pytest.raises(InvalidInput):
        forms.validate(form, {**HOLIDAY, "start": bad})


def test_a_pattern_that_runs_away_ends_in_a_complaint() -> None:
    form = form_with({"type": "string", "pattern": "^(([a-z])+.)+[A-Z]([a-z])+$"})
    with pytest.raises(InvalidInput) as refusal:
        forms.validate(form, {**HOLIDAY, "start": "a" * 5_000})
    assert refusal.value.fields == {"start": ["This does not have the expected form."]}


def form_with(rule: dict[str, Any]) -> forms.Form:
    raw = leave_form()
    raw["schema"]["properties"]["start"] = rule
    return forms.load({"forms/leave.json": written(raw)}, "leave")


def test_posted_texts_become_values() -> None:
    posted = {"kind": ["sick"], "days": ["2,5"], "reason": [" flu "], "paid": ["on"], "extras": ["visa"], "start": [""]}
    assert forms.from_text(leave(), posted) == {
        "kind": "sick", "days": Decimal("2.5"), "reason": "flu", "paid": True, "extras": ["visa"],
    }  # fmt: skip


def test_posted_texts_that_mean_nothing_stay_as_typed() -> None:
    assert forms.from_text(leave(), {"days": ["many"], "paid": ["maybe"], "token": ["x"]}) == {
        "token": "x", "days": "many", "paid": "maybe",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["1e400", "nan", "infinity", "١٢٣٤" * 40])
def test_numbers_out_of_this_world_are_refused(text: str) -> None:
    data = forms.from_text(leave(), {"kind": ["holiday"], "days": [text]})
    assert "days" in complaints(data)


def test_a_page_keeps_what_was_typed_beside_the_complaint() -> None:
    rows = {row.name: row for row in forms.fields(leave(), {"kind": "sick", "days": "many"}, {"days": ["No."]}, "ru")}
    assert (rows["days"].value, rows["days"].errors, rows["days"].help) == ("many", ("No.",), "Можно половины")
    assert [(option.label, option.is_chosen) for option in rows["kind"].options] == [
        ("Отпуск", False),
        ("Больничный", True),
    ]
    assert rows["reason"].required and rows["reason"].when is not None
    assert rows["days"].attributes == {"min": "0.5", "max": "30", "step": "0.5"}


def test_a_page_shows_the_choices_from_outside_the_file() -> None:
    raw = leave_form()
    raw["ui"]["fields"]["start"] |= {"source": "days_free", "widget": "select"}
    form = forms.load({"forms/leave.json": written(raw)}, "leave")
    row = forms.fields(form, {"start": "2026-05-04"}, sources={"days_free": {"2026-05-04": "Monday"}})[-1]
    assert row.options == [forms.Option("2026-05-04", "Monday", True)]
