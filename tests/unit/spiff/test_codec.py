"""Saved values come back as they were, whatever a form sends."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.spiff import codec

LEAVES = (
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.decimals(allow_nan=False, allow_infinity=False)
    | some.text()
    | some.dates()
    | some.datetimes(timezones=some.just(UTC) | some.just(timezone(timedelta(hours=3))), allow_imaginary=False).map(
        lambda instant: instant.replace(fold=0)
    )
    | some.times().map(lambda clock: clock.replace(fold=0))
    | some.timedeltas()
)
KEYS = some.text() | some.sampled_from(["~", "decimal", "typename"])
VALUES = some.recursive(LEAVES, lambda inner: some.lists(inner) | some.dictionaries(KEYS, inner), max_leaves=12)


@given(VALUES)
def test_what_is_written_is_read_back_with_its_type(value: object) -> None:
    back = codec.loads(codec.dumps(value))
    assert back == value and repr(back) == repr(value)


def test_no_order_of_keys_matters() -> None:
    value = {"b": Decimal("1.50"), "a": {"~": ["decimal", "7"]}, "c": [date(2026, 3, 1)]}
    shuffled = orjson.dumps(orjson.loads(codec.dumps(value)), option=orjson.OPT_SORT_KEYS)
    assert codec.loads(shuffled) == value


def test_a_form_field_cannot_pose_as_a_typed_value() -> None:
    value = {"~": ["instant", "2026-03-01"]}
    assert codec.loads(codec.dumps(value)) == value


@pytest.mark.parametrize("value", [object(), {1: 2}, b"x", {1, 2}, float("nan")])
def test_what_cannot_be_kept_is_refused_by_name(value: object) -> None:
    with pytest.raises(TypeError, match="a variable cannot hold"):
        codec.dumps({"x": value})


def test_times_keep_their_offset_and_their_digits() -> None:
    value = [datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=5))), time(9, 30), timedelta(microseconds=1)]
    assert codec.loads(codec.dumps(value)) == value
    assert str(codec.loads(codec.dumps(Decimal("1.500")))) == "1.500"
