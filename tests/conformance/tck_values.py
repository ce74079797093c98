"""Values as the DMN Technology Compatibility Kit writes them in XML, and how an answer is compared with one."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lxml import etree

from engine.feel.limits import Run
from engine.feel.logic import equal
from engine.feel.temporal_text import parse_at_literal

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
PRECISION = Decimal("0.00000001")
NUMBERS = {"decimal", "double", "float", "int", "integer", "long", "short"}
TEMPORAL = {"date", "time", "dateTime", "duration"}


def local(element: Any) -> str:
    return str(etree.QName(element).localname)


def named(element: Any, name: str) -> list[Any]:
    """Return the child elements of that name, whatever their namespace."""
    return [child for child in element if isinstance(child.tag, str) and local(child) == name]


def read_value(element: Any) -> Any:
    """Read what stands inside an input node, an expected result, a component or a list item."""
    components = named(element, "component")
    if components:
        return {component.get("name"): read_value(component) for component in components}
    for child in named(element, "list"):
        return [read_value(item) for item in named(child, "item")]
    for child in named(element, "value"):
        return _simple(child)
    return None


def _simple(element: Any) -> Any:
    if element.get(NIL) == "true":
        return None
    text = element.text or ""
    kind = (element.get(TYPE) or "string").rpartition(":")[2]
    if kind in NUMBERS:
        return Decimal(text.strip())
    if kind == "boolean":
        return text.strip() in ("true", "1")
    if kind in TEMPORAL:
        return parse_at_literal(text.strip())
    return text


def same(expected: Any, actual: Any) -> bool:
    """Tell whether an answer is the expected one: numbers to eight decimals, everything else as FEEL compares."""
    if isinstance(expected, Decimal) and isinstance(actual, Decimal):
        return abs(expected - actual) < PRECISION
    if isinstance(expected, list):
        return (
            isinstance(actual, list)
            and len(expected) == len(actual)
            and all(same(left, right) for left, right in zip(expected, actual, strict=True))
        )
    if isinstance(expected, dict):
        return (
            isinstance(actual, Mapping)
            and expected.keys() == actual.keys()
            and all(same(expected[key], actual[key]) for key in expected)
        )
    return type(expected) is type(actual) and equal(expected, actual, Run()) is True
