"""A report: written, proven, submitted, accepted or returned."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from django.db import transaction

from orientir import journal
from orientir.database.actor import Actor
from orientir.files import services as files
from orientir.roadmaps.choices import AssignmentState, Outcome, ReportState, RoadmapState
from orientir.roadmaps.models import Assignment, Evidence, Report, ReportReturn, Roadmap


class AssignmentClosed(Exception):
    """The report was submitted or accepted meanwhile: nothing can be changed in it now."""


class PlanArchived(AssignmentClosed):
    """The plan is in the archive: nothing of it is asked of anybody."""


class NothingReported(Exception):
    """A report needs at least some words."""


class ReportNotSubmitted(Exception):
    """Only a submitted report is accepted or returned; this one was, or was taken back, meanwhile."""


class ReportChanged(Exception):
    """The report was returned and submitted again since it was read: what it says now, nobody has read."""


class EvidenceGone(Exception):
    """The file was taken out meanwhile."""


class ReasonMissing(Exception):
    """A report is returned with words that say what is missing."""


@transaction.atomic
def add_evidence(assignment: Assignment, document: files.Upload, *, by: Actor, at: datetime) -> Evidence:
    """Add a file to the report that is being written; where there is none yet, one begins.

    Raises:
        AssignmentClosed: the report is with the reviewer or accepted.
        files.FileRefused: the file is not one that may be put in.
    """
    report = _report_to_write(assignment, by=by, at=at)
    stored = files.put_in(document, organisation_id=report.organisation_id, by=by, at=at)
    with journal.entry("evidence_added", by=by, at=at, about=report, file=stored.pk):
        return Evidence.objects.create(report=report, organisation_id=report.organisation_id, file=stored)


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Actor, at: datetime) -> None:
    """Take a file out of a report that is being written.

    Raises:
        AssignmentClosed: the report is with the reviewer or accepted.
        EvidenceGone: it was taken out meanwhile.
    """
    report = _report_to_write(evidence.report.assignment, by=by, at=at)
    stored = evidence.file
    if not Evidence.objects.filter(pk=evidence.pk).exists():
        raise EvidenceGone
    with journal.entry("evidence_removed", by=by, at=at, about=report, file=stored.pk):
        evidence.delete()
    files.take_out(stored, by=by, at=at)


@transaction.atomic
def submit_report(assignment: Assignment, text: str, *, by: Actor, at: datetime) -> Report:
    """Submit what was done on an assignment to the office.

    Raises:
        NothingReported: there are no words.
        AssignmentClosed: the report is with the reviewer or accepted.
    """
    if not text.strip():
        raise NothingReported
    report = _report_to_write(assignment, by=by, at=at)
    with journal.entry("report_submitted", by=by, at=at, about=report):
        report.text, report.state = text, ReportState.SUBMITTED
        report.submitted_by_id, report.submitted_at = by.person_id, at
        report.save(update_fields=["text", "state", "submitted_by", "submitted_at"])
        _move(assignment, AssignmentState.SUBMITTED)
    return report


@transaction.atomic
def accept_report(report: Report, *, by: Actor, at: datetime, seen: str | None = None) -> None:
    """Accept a submitted report and close its assignment.

    `seen` is the version (`version_of`) that was read; without it, the one of `report` as it was loaded.

    Raises:
        ReportNotSubmitted: it is not with the reviewer.
        ReportChanged: it was submitted anew since that version.
    """
    report = _submitted(report, seen=seen)
    with journal.entry("report_accepted", by=by, at=at, about=report):
        report.state, report.reviewed_by_id, report.reviewed_at = ReportState.ACCEPTED, by.person_id, at
        report.save(update_fields=["state", "reviewed_by", "reviewed_at"])
        _move(report.assignment, AssignmentState.ACCEPTED)


@transaction.atomic
def return_report(report: Report, reason: str, *, by: Actor, at: datetime, seen: str | None = None) -> None:
    """Return a submitted report; its organisation goes on writing and submits it again.

    `seen` is the version (`version_of`) that was read; without it, the one of `report` as it was loaded.

    Raises:
        ReasonMissing: the reason is empty.
        ReportNotSubmitted: it is not with the reviewer.
        ReportChanged: it was submitted anew since that version.
    """
    if not reason.strip():
        raise ReasonMissing
    report = _submitted(report, seen=seen)
    with journal.entry("report_returned", by=by, at=at, about=report):
        report.state, report.return_reason = ReportState.RETURNED, reason
        report.reviewed_by_id, report.reviewed_at = by.person_id, at
        report.save(update_fields=["state", "return_reason", "reviewed_by", "reviewed_at"])
        ReportReturn.objects.create(
            report=report,
            organisation_id=report.organisation_id,
            reason=reason,
            returned_by_id=cast(int, by.person_id),
            returned_at=at,
        )
        _move(report.assignment, AssignmentState.RETURNED)


def _report_to_write(assignment: Assignment, *, by: Actor, at: datetime) -> Report:
    """Return the open report of an assignment, begun now where there is none; the assignment is locked."""
    locked = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if not locked.is_open:
        raise AssignmentClosed
    if Roadmap.objects.filter(measures=locked.measure_id, state=RoadmapState.ARCHIVED).exists():
        raise PlanArchived
    report = Report.objects.filter(assignment=locked).first()
    if report is None:
        with journal.entry("report_begun", by=by, at=at) as written:
            written.about = report = Report.objects.create(assignment=locked, organisation_id=locked.organisation_id)
    return report


def version_of(report: Report) -> str:
    """Return what tells one submission of a report from the next; a page sends back which one was read on it."""
    return report.submitted_at.astimezone(UTC).isoformat() if report.submitted_at else ""


def _submitted(report: Report, *, seen: str | None) -> Report:
    """Return the report as it is now, locked, if it is with the reviewer and is the version that was read."""
    read = version_of(report) if seen is None else seen
    Assignment.objects.select_for_update().get(pk=report.assignment_id)
    fresh = Report.objects.select_related("assignment").get(pk=report.pk)
    if fresh.state != ReportState.SUBMITTED:
        raise ReportNotSubmitted
    if version_of(fresh) != read:
        raise ReportChanged
    return fresh


def _move(assignment: Assignment, state: AssignmentState) -> None:
    assignment.state = state
    assignment.outcome = Outcome.DONE if state == AssignmentState.ACCEPTED else ""
    assignment.save(update_fields=["state", "outcome"])
