"""A folder becomes one immutable version, and what would run wrongly never becomes one."""

import pytest
from sqlalchemy import select

from engine import definitions, instances
from engine.base.actor import SYSTEM
from engine.base.db import Database
from engine.base.errors import DefinitionInvalid, NotFound
from engine.tables import Definition
from tests.integration import desk


def files(text: str = desk.DIAGRAM) -> dict[str, bytes]:
    return {"sample.bpmn": text.encode()}


def deploy(database: Database, text: str = desk.DIAGRAM) -> Definition:
    with database.transaction() as session:
        return definitions.deploy(session, files(text), author=SYSTEM, note="why")


def test_the_same_content_is_the_same_version(database: Database) -> None:
    assert deploy(database).id == deploy(database).id


def test_other_content_is_the_next_version_and_running_instances_stay(database: Database) -> None:
    first = deploy(database)
    with database.transaction() as session:
        started = instances.start(session, "sample", business_key="T-1", variables={"login": "a"}, actor=desk.ANNA)
    second = deploy(database, desk.DIAGRAM.replace('name="Work"', 'name="Do the work"'))
    assert (first.version, second.version) == (1, 2)
    assert started.definition_id == first.id
    with database.transaction() as session:
        later = instances.start(session, "sample", business_key="T-2", variables={"login": "a"}, actor=desk.ANNA)
    assert later.definition_id == second.id


def test_the_files_come_back_as_they_were_deployed(database: Database) -> None:
    definition = deploy(database)
    with database.transaction(readonly=True) as session:
        stored = session.get_one(Definition, definition.id)
        assert definitions.files_of(stored) == files()
        assert definitions.diagram(stored) == desk.DIAGRAM.encode()


@pytest.mark.parametrize(
    ("before", "after", "element"),
    [
        ("<bpmn:conditionExpression>reply.content<", "<bpmn:conditionExpression>reply.content &gt;<", "check"),
        ("<bpmn:exclusiveGateway", "<bpmn:complexGateway", "check"),
        ('"sample.note"', '"sample.unknown"', "note"),
        ('praxis:operation="lookup"', 'praxis:operation="delete"', "look_up"),
        ("<bpmn:timeDuration>P2D<", "<bpmn:timeDuration>PT2X<", "late"),
        ('targetRef="end"/>', 'targetRef="nowhere"/>', "late"),
    ],
)
def test_a_diagram_that_would_run_wrongly_is_refused_with_place_and_hint(
    database: Database, before: str, after: str, element: str
) -> None:
    assert before in desk.DIAGRAM
    with pytest.raises(DefinitionInvalid) as refused:
        deploy(database, desk.DIAGRAM.replace(before, after))
    named = [finding for finding in refused.value.findings if finding.element_id == element]
    assert named, [str(finding) for finding in refused.value.findings]
    assert named[0].position.file == "sample.bpmn"
    assert named[0].position.line > 1
    assert named[0].hint("ru") != named[0].hint("en") != ""
    with database.transaction(readonly=True) as session:
        assert session.scalars(select(Definition)).all() == []


@pytest.mark.parametrize("content", [b"", b"not xml", b"\x00\xff" * 100, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_what_is_no_diagram_is_refused(database: Database, content: bytes) -> None:
    with pytest.raises(DefinitionInvalid), database.transaction() as session:
        definitions.deploy(session, {"sample.bpmn": content}, author=SYSTEM)


def test_a_key_that_was_never_deployed_is_named(database: Database) -> None:
    with pytest.raises(NotFound) as told, database.transaction() as session:
        instances.start(session, "absent", business_key="T-1", actor=SYSTEM)
    assert told.value.params["key"] == "absent"


def test_every_practice_that_ships_can_be_deployed(database: Database) -> None:
    for key in definitions.shipped():
        with database.transaction() as session:
            assert definitions.deploy(session, definitions.folder(key), author=SYSTEM).key == key
