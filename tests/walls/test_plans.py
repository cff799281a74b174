"""Typical questions to protected tables find their rows by an index beneath the wall, however many rows there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from orientir.access.actors import actor_of_key
from orientir.accounts.models import User
from orientir.database.context import acting_as
from orientir.database.measuring import great_scans
from orientir.database.system_actors import GATE
from tests.support import worlds

QUESTIONS = {
    "students of a school": "SELECT * FROM people_person WHERE organisation_id = 7 AND NOT is_staff",
    "people of several schools": "SELECT * FROM people_person WHERE organisation_id = ANY ('{7,8,9}'::bigint[])",
    "a person": "SELECT * FROM people_person WHERE id = 7",
    "appointments of a school": "SELECT * FROM access_appointment WHERE organisation_id = 7",
    "appointments of a person": "SELECT * FROM access_appointment WHERE person_id = 7",
    "files of a school": "SELECT * FROM files_storedfile WHERE organisation_id = 7",
    "the report on an assignment": "SELECT * FROM roadmaps_report WHERE assignment_id = 7",
    "evidence of a report": "SELECT * FROM roadmaps_evidence WHERE report_id = 7",
    "the journal of a school": "SELECT * FROM journal_entry WHERE organisation_id = 7 ORDER BY at DESC LIMIT 20",
    "what was done with one's data": "SELECT * FROM journal_mention WHERE person_id = 7",
}


@pytest.fixture(scope="module")
def drawn(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock(), worlds.standing(7) as database:
        yield database


def plan_of(question: str) -> dict[str, Any]:
    """Return how a question is answered to a head of a school, if reading row by row were dear."""
    with acting_as(GATE):
        head = actor_of_key(User.objects.order_by("pk")[20].pk)
    with acting_as(head), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {question}")
        plan: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
    return plan


def nodes(plan: dict[str, Any]) -> list[str]:
    return [plan["Node Type"], *(name for inner in plan.get("Plans", ()) for name in nodes(inner))]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_typical_question_is_answered_by_an_index(drawn, question):
    found = nodes(plan_of(QUESTIONS[question]))

    assert "Seq Scan" not in found
    assert any("Index" in name for name in found)


def test_a_question_that_no_index_serves_is_noticed(drawn):
    """The plant: a comparison that is not leak-proof stands behind the wall."""
    assert "Seq Scan" in nodes(plan_of("SELECT * FROM people_person WHERE lower(last_name) = 'x'"))


def test_a_great_table_read_row_by_row_is_noticed(drawn, monkeypatch):
    """The plant: for the bench any table is great that has a row."""
    monkeypatch.setattr("orientir.database.measuring.GREAT", -2)
    plan = plan_of("SELECT * FROM people_person WHERE lower(last_name) = 'x'")

    with acting_as(GATE):
        assert [table for table, _ in great_scans(plan)] == ["people_person"]
