"""What diagrams may call is what workers can do."""

import json
from pathlib import Path

import pytest

from engine.base.errors import ServiceMissing
from workers.connectors import catalogue

DESCRIPTIONS = Path(__file__).parents[3] / "bpmn" / "connectors"


def test_the_descriptions_beside_the_diagrams_name_the_connectors_and_operations_there_are() -> None:
    described = [json.loads(path.read_text(encoding="utf-8")) for path in DESCRIPTIONS.glob("*.json")]
    assert {each["connector"]: set(each["operations"]) for each in described} == {
        name: set(connector.operations) for name, connector in catalogue.CONNECTORS.items()
    }


def test_a_description_lies_in_the_file_of_its_name_in_both_languages() -> None:
    for path in DESCRIPTIONS.glob("*.json"):
        description = json.loads(path.read_text(encoding="utf-8"))
        assert description["connector"] == path.stem
        names = [description["name"], *(operation["name"] for operation in description["operations"].values())]
        assert all(name.keys() == {"en", "ru"} for name in names)


def test_a_connector_nobody_wrote_is_missing_by_name() -> None:
    with pytest.raises(ServiceMissing, match="erp"):
        catalogue.find("erp")
