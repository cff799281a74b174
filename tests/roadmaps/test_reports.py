"""Deeds on a report: begun, proven, submitted, accepted, returned."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.files.models import StoredFile
from orientir.files.services import FileRefused
from orientir.roadmaps.models import Assignment, Evidence, Report
from orientir.roadmaps.services import reports
from tests.roadmaps.conftest import a_file, deeds_of
from tests.support.world import NOON, SEPTEMBER


def test_submit_report_hands_it_to_the_office_and_closes_the_form(assignment: Assignment, vera: Actor) -> None:
    with acting_as(vera):
        report = reports.submit_report(assignment, "Приказ издан.", by=vera, at=NOON)

        assert (report.state, report.text, report.submitted_by_id, report.submitted_at) == (
            "submitted",
            "Приказ издан.",
            vera.person_id,
            NOON,
        )
        assignment.refresh_from_db()
        assert assignment.state == "submitted"
    assert deeds_of(report, vera) == [("report_begun", vera.name), ("report_submitted", vera.name)]


def test_submit_report_refuses_a_second_report(assignment: Assignment, submitted: Report, vera: Actor) -> None:
    with acting_as(vera), pytest.raises(reports.AssignmentClosed):
        reports.submit_report(assignment, "Ещё раз.", by=vera, at=NOON)

    assert report_on(assignment, vera).text == submitted.text


def test_submit_report_refuses_an_empty_one(assignment: Assignment, vera: Actor) -> None:
    with acting_as(vera):
        with pytest.raises(reports.NothingReported):
            reports.submit_report(assignment, "  \n ", by=vera, at=NOON)

        assert not Report.objects.exists()


def test_accept_report_closes_the_assignment(submitted: Report, boris: Actor, vera: Actor) -> None:
    with acting_as(boris):
        reports.accept_report(submitted, by=boris, at=NOON)

        found = Report.objects.select_related("assignment").get()
        assert (found.state, found.assignment.state) == ("accepted", "accepted")
        assert (found.reviewed_by_id, found.reviewed_at) == (boris.person_id, NOON)
    assert deeds_of(submitted, boris)[-1] == ("report_accepted", boris.name)
    assert deeds_of(submitted, vera)[-1] == ("report_accepted", boris.name)


def test_accept_report_accepts_once(submitted: Report, boris: Actor) -> None:
    with acting_as(boris):
        reports.accept_report(submitted, by=boris, at=NOON)
        with pytest.raises(reports.ReportNotSubmitted):
            reports.accept_report(submitted, by=boris, at=NOON)

    assert [verb for verb, _ in deeds_of(submitted, boris)].count("report_accepted") == 1


def test_return_report_opens_the_assignment_again_and_says_why(submitted: Report, boris: Actor, vera: Actor) -> None:
    with acting_as(boris):
        reports.return_report(submitted, "Нет списка участников.", by=boris, at=NOON)

        found = Report.objects.select_related("assignment").get()
        assert (found.state, found.assignment.state, found.return_reason) == (
            "returned",
            "returned",
            "Нет списка участников.",
        )
    with acting_as(vera):
        again = reports.submit_report(found.assignment, "Список приложен.", by=vera, at=NOON)
        assert (again.pk, again.state, again.text) == (submitted.pk, "submitted", "Список приложен.")


def test_a_verdict_is_given_on_what_was_read_only(submitted: Report, boris: Actor, vera: Actor) -> None:
    with acting_as(boris):
        reports.return_report(submitted, "Нет списка.", by=boris, at=NOON)
    with acting_as(vera):
        anew = reports.submit_report(submitted.assignment, "Список есть.", by=vera, at=NOON + timedelta(minutes=5))
    with acting_as(boris):
        with pytest.raises(reports.ReportChanged):
            reports.accept_report(submitted, by=boris, at=NOON)
        with pytest.raises(reports.ReportChanged):
            reports.return_report(anew, "Нет даты.", seen=reports.version_of(submitted), by=boris, at=NOON)

        assert Report.objects.get(pk=anew.pk).state == "submitted"
        reports.accept_report(anew, by=boris, at=NOON)


def test_every_round_of_a_report_is_kept(submitted: Report, boris: Actor, vera: Actor) -> None:
    later = NOON + timedelta(minutes=5)
    with acting_as(boris):
        reports.return_report(submitted, "Нет списка.", by=boris, at=NOON)
    with acting_as(vera):
        anew = reports.submit_report(submitted.assignment, "Список есть.", by=vera, at=later)
    with acting_as(boris):
        reports.return_report(anew, "Нет даты.", by=boris, at=later)

    for reader in (boris, vera):
        with acting_as(reader):
            assert list(submitted.returns.values_list("reason", "returned_by_id", "returned_at")) == [
                ("Нет списка.", boris.person_id, NOON),
                ("Нет даты.", boris.person_id, later),
            ]


def test_return_report_needs_a_reason(submitted: Report, boris: Actor) -> None:
    with acting_as(boris):
        with pytest.raises(reports.ReasonMissing):
            reports.return_report(submitted, " ", by=boris, at=NOON)

        assert Report.objects.get().state == "submitted"


def test_return_report_refuses_what_is_not_submitted(assignment: Assignment, vera: Actor, boris: Actor) -> None:
    with acting_as(vera):
        reports.add_evidence(assignment, a_file(), by=vera, at=NOON)
        draft = Report.objects.get()
    with acting_as(boris), pytest.raises(reports.ReportNotSubmitted):
        reports.return_report(draft, "Рано.", by=boris, at=NOON)


def test_add_evidence_begins_a_report_and_keeps_the_file(assignment: Assignment, vera: Actor) -> None:
    with acting_as(vera):
        evidence = reports.add_evidence(assignment, a_file("Приказ № 17.png"), by=vera, at=NOON)

        assert (evidence.file.name, evidence.report.state) == ("Приказ № 17.png", "draft")
        assert evidence.organisation_id == assignment.organisation_id


def test_add_evidence_leaves_nothing_of_a_refused_file(assignment: Assignment, vera: Actor) -> None:
    with acting_as(vera):
        with pytest.raises(FileRefused):
            reports.add_evidence(assignment, a_file("вирус.exe"), by=vera, at=NOON)

        assert (Report.objects.count(), Evidence.objects.count()) == (0, 0)


def test_remove_evidence_takes_the_file_out(assignment: Assignment, vera: Actor) -> None:
    with acting_as(vera):
        evidence = reports.add_evidence(assignment, a_file(), by=vera, at=NOON)
        file = evidence.file_id
        reports.remove_evidence(evidence, by=vera, at=NOON)

        assert not Evidence.objects.exists()
        assert not StoredFile.objects.filter(pk=file).exists()


def test_remove_evidence_removes_once(assignment: Assignment, vera: Actor) -> None:
    with acting_as(vera):
        evidence = reports.add_evidence(assignment, a_file(), by=vera, at=NOON)
        again = Evidence.objects.select_related("report__assignment", "file").get()
        reports.remove_evidence(evidence, by=vera, at=NOON)

        with pytest.raises(reports.EvidenceGone):
            reports.remove_evidence(again, by=vera, at=NOON)


def test_remove_evidence_leaves_a_submitted_report_alone(submitted: Report, vera: Actor) -> None:
    with acting_as(vera):
        evidence = Evidence.objects.select_related("report__assignment", "file").get()
        with pytest.raises(reports.AssignmentClosed):
            reports.remove_evidence(evidence, by=vera, at=NOON)

        assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    "lie",
    [
        {"state": "submitted", "text": "Есть."},
        {"state": "accepted", "text": "Есть.", "submitted_at": NOON},
        {"submitted_at": NOON},
        {"reviewed_at": NOON},
    ],
)
def test_the_database_refuses_a_report_that_says_half(
    assignment: Assignment, vera: Actor, lie: dict[str, object]
) -> None:
    with (
        acting_as(vera),
        pytest.raises(IntegrityError),
        transaction.atomic(),
        journal.entry("report_begun", by=vera, at=SEPTEMBER),
    ):
        Report.objects.create(assignment=assignment, organisation_id=assignment.organisation_id, **lie)


def report_on(assignment: Assignment, reader: Actor) -> Report:
    with acting_as(reader):
        return Report.objects.get(assignment=assignment)
