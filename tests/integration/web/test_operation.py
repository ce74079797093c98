"""Pages of operators and designers: faults with another try, and the versions that are deployed."""

import pytest
from flask.testing import FlaskClient

from engine import definitions, faults
from engine.base.actor import SYSTEM
from engine.base.db import Database
from engine.tables import Fault, Job
from tests.fixtures_web import SignIn, post


@pytest.fixture
def operator(sign_in: SignIn) -> FlaskClient:
    """An operator's browser."""
    return sign_in("olga", "operator")


def add_fault(database: Database, *, with_job: bool, fingerprint: str = "same") -> tuple[str, str | None]:
    """Leave a fault of a dead job, or of a token; return the ids of fault and job."""
    with database.transaction() as session:
        job = Job(kind="service.call", queue="calls", payload={}, state="dead", max_attempts=3) if with_job else None
        if job is not None:
            session.add(job)
            session.flush()
        fault = Fault(
            job_id=job.id if job else None,
            business_key="INC-000007",
            element_id="look_up",
            code="connector.unreachable",
            details={"url": "http://directory.example/?q=<script>"},
            fingerprint=fingerprint,
        )
        session.add(fault)
        session.flush()
        return fault.id, job.id if job else None


def test_an_operator_sees_a_fault_in_words_and_tries_it_again(operator: FlaskClient, sqlite_database: Database) -> None:
    fault_id, job_id = add_fault(sqlite_database, with_job=True)
    page = operator.get("/faults/").text
    assert "The outside system cannot be reached: http://directory.example/?q=&lt;script&gt;" in page
    assert post(operator, f"/faults/{fault_id}/retry", {}, page="/faults/").status_code == 302
    with sqlite_database.transaction() as session:
        assert session.get_one(Job, job_id).state != "dead"
        assert faults.page(session) == []
    assert "No faults" in operator.get("/faults/").text


def test_a_second_try_of_the_same_fault_is_told_so(operator: FlaskClient, sqlite_database: Database) -> None:
    fault_id, _job = add_fault(sqlite_database, with_job=True)
    add_fault(sqlite_database, with_job=True, fingerprint="another")
    assert post(operator, f"/faults/{fault_id}/retry", {}, page="/faults/").status_code == 302
    assert post(operator, f"/faults/{fault_id}/retry", {}, page="/faults/").status_code == 409


def test_all_calls_of_a_kind_are_tried_at_once(operator: FlaskClient, sqlite_database: Database) -> None:
    for _ in range(3):
        add_fault(sqlite_database, with_job=True)
    other, _job = add_fault(sqlite_database, with_job=True, fingerprint="another")
    assert post(operator, "/faults/kind/same/retry", {}, page="/faults/").status_code == 302
    with sqlite_database.transaction() as session:
        assert [fault.id for fault in faults.page(session)] == [other]


@pytest.mark.parametrize("patch", ["{", "[1]", "7", '{"a":' * 3000, "x" * 30_000])
def test_a_patch_that_is_no_object_changes_nothing_and_stays_in_the_form(
    operator: FlaskClient, sqlite_database: Database, patch: str
) -> None:
    fault_id, _job = add_fault(sqlite_database, with_job=False)
    answer = post(operator, f"/faults/{fault_id}/retry", {"patch": patch}, page="/faults/")
    assert answer.status_code == 422
    assert "Give a JSON object such as" in answer.text
    with sqlite_database.transaction() as session:
        assert len(faults.page(session)) == 1


def test_a_designer_sees_each_version_and_what_runs_in_it(sign_in: SignIn, sqlite_database: Database) -> None:
    designer = sign_in("dina", "designer")
    assert "Nothing is deployed" in designer.get("/definitions/").text
    with sqlite_database.transaction() as session:
        definitions.deploy(session, definitions.folder("incident"), author=SYSTEM, note="первая")
    page = designer.get("/definitions/").text
    assert "первая" in page
    assert "<code>incident</code>" in page


@pytest.mark.parametrize("typed", ["", "инц-7", "x" * 9000])
def test_what_is_no_ticket_number_is_a_clear_404(operator: FlaskClient, typed: str) -> None:
    answer = operator.get("/find", query_string={"number": typed})
    assert answer.status_code == 404
    assert "There is no such ticket" in answer.text
