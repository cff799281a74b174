from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.database.actor import Actor
from orientir.database.policy import require
from orientir.files.services import FileRefused
from orientir.roadmaps import policy, queries
from orientir.roadmaps.forms import ReportForm, ReturnForm
from orientir.roadmaps.models import Assignment, Evidence, Report
from orientir.roadmaps.services import reports
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

READ_AGAIN = _("The report was changed meanwhile: please read it once more.")


class NoFileChosen(Exception):
    """Somebody wants to add a file and has chosen none."""


class AssignmentPage(FormPage, SignedInView):
    """One assignment: what is asked, what was reported, what was answered. Who has to report does it here."""

    name = "report"
    form_class = ReportForm
    template_name = "roadmaps/assignment.html"
    refusals = {
        reports.PlanArchived: ("", _("The plan is in the archive: nothing of it is reported on any more.")),
        reports.AssignmentClosed: ("", _("The report was submitted meanwhile, perhaps in another window.")),
        reports.NothingReported: ("text", _("Say in a few words what has been done.")),
        NoFileChosen: ("document", _("Choose a file first.")),
        FileRefused: ("document", ""),
    }
    deeds = {"attach": ("document",)}
    assignment: Assignment
    report: Report | None

    def prepare(self, **kwargs: Any) -> None:
        actor = self.actor
        self.assignment = get_object_or_404(
            policy.visible_assignments(actor).select_related("measure__roadmap", "measure__section", "organisation"),
            pk=kwargs["pk"],
        )
        self.report = (
            policy.visible_reports(actor)
            .filter(assignment=self.assignment)
            .select_related("submitted_by", "reviewed_by")
            .first()
        )
        if self.request.method == "POST":
            require(actor.may(policy.REPORT, self.assignment.organisation_id))

    def about(self) -> str:
        return str(self.assignment.pk)

    def initial(self) -> dict[str, Any]:
        return {"text": self.report.text if self.report else ""}

    def explain(self, form: forms.Form, refusal: Exception) -> None:
        """Put the obstacle beside its field, on the page as it stands by now."""
        self.prepare(pk=self.assignment.pk)
        super().explain(form, refusal)

    def page_context(self) -> dict[str, Any]:
        actor = self.actor
        assignment, report = self.assignment, self.report
        # A draft has no place in the queue of reports.
        queued = report if report and report.submitted_at else None
        reviews = queued is not None and actor.may(policy.REVIEW_REPORTS, queued.organisation_id)
        return {
            "assignment": assignment,
            "measure": assignment.measure,
            "report": report,
            "version": reports.version_of(report) if report else "",
            "evidence": evidence_of(actor, report),
            "reviews": actor.may(policy.REVIEW_REPORTS, assignment.organisation_id),
            "can_report": policy.can_report(actor, assignment),
            "can_review": report is not None and policy.can_review_report(actor, report),
            "reads_reports": actor.may(policy.SEE_REPORTS, assignment.organisation_id),
            "next_to_review": queries.next_to_review(actor, queued) if queued and reviews else None,
            "history": queries.history_of_assignment(actor, assignment, report),
        }

    def attach(self, form: forms.Form) -> str:
        """Add a file to the report that is being written."""
        if not form.cleaned_data["document"]:
            raise NoFileChosen
        reports.add_evidence(self.assignment, form.cleaned_data["document"], by=self.actor, at=timezone.now())
        return reverse("roadmaps:assignment", args=[self.assignment.pk])

    def deed(self, form: forms.Form) -> str:
        actor, now = self.actor, timezone.now()
        if document := form.cleaned_data["document"]:
            reports.add_evidence(self.assignment, document, by=actor, at=now)
        reports.submit_report(self.assignment, form.cleaned_data["text"], by=actor, at=now)
        messages.success(self.request, _("Submitted. You see here what the office answers."))
        return reverse("roadmaps:assignment", args=[self.assignment.pk])


class RemoveEvidence(SignedInView):
    """Take a file out of a report that is being written. Pressed twice, it leads to the page all the same."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        evidence = (
            policy.visible_evidence(self.actor).filter(pk=pk).select_related("report__assignment", "file").first()
        )
        if evidence is None:
            return self._gone()
        require(self.actor.may(policy.REPORT, evidence.organisation_id))
        try:
            reports.remove_evidence(evidence, by=self.actor, at=timezone.now())
        except reports.EvidenceGone:
            pass  # the page shows it
        except reports.AssignmentClosed:
            messages.warning(request, _("The report was submitted meanwhile, so its files stay."))
        return redirect("roadmaps:assignment", pk=evidence.report.assignment_id)

    def _gone(self) -> HttpResponse:
        """Lead to the assignment from whose page the button was pressed, if it is one of the actor's."""
        whose = self.request.POST.get("assignment", "")
        key = int(whose) if re.fullmatch(r"[0-9]{1,18}", whose) else 0
        return redirect("roadmaps:assignment", pk=get_object_or_404(policy.visible_assignments(self.actor), pk=key).pk)


class AcceptReport(SignedInView):
    """Accept the report that was read; one that was submitted anew since has to be read first."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = get_object_or_404(policy.visible_reports(self.actor), pk=pk)
        require(self.actor.may(policy.REVIEW_REPORTS, report.organisation_id))
        try:
            reports.accept_report(report, seen=request.POST.get("seen", ""), by=self.actor, at=timezone.now())
        except reports.ReportNotSubmitted:
            pass  # pressed twice, or somebody was quicker: the page shows what stands
        except reports.ReportChanged:
            messages.warning(request, READ_AGAIN)
        else:
            messages.success(request, _("The report is accepted."))
        return redirect("roadmaps:assignment", pk=report.assignment_id)


class ReturnReport(FormPage, SignedInView):
    """Return a report with words that say what is missing."""

    name = "return_report"
    form_class = ReturnForm
    template_name = "roadmaps/return_report.html"
    refusals = {
        reports.ReportNotSubmitted: ("", _("This report was accepted or returned meanwhile.")),
        reports.ReportChanged: ("", READ_AGAIN),
        reports.ReasonMissing: (
            "reason",
            _("Say what is missing, so that the organisation knows what to do."),
        ),
    }
    report: Report

    def prepare(self, **kwargs: Any) -> None:
        self.report = get_object_or_404(
            policy.visible_reports(self.actor).select_related("assignment__measure__roadmap", "organisation"),
            pk=kwargs["pk"],
        )
        require(self.actor.may(policy.REVIEW_REPORTS, self.report.organisation_id))

    def about(self) -> str:
        return str(self.report.pk)

    def page_context(self) -> dict[str, Any]:
        return {
            "report": self.report,
            "version": reports.version_of(self.report),
            "assignment": self.report.assignment,
            "evidence": evidence_of(self.actor, self.report),
        }

    def deed(self, form: forms.Form) -> str:
        seen = self.request.POST.get("seen", "")
        reports.return_report(self.report, form.cleaned_data["reason"], seen=seen, by=self.actor, at=timezone.now())
        messages.success(self.request, _("The report is returned; the organisation sees what is missing."))
        return reverse("roadmaps:assignment", args=[self.report.assignment_id])


def evidence_of(actor: Actor, report: Report | None) -> QuerySet[Evidence]:
    """Return the files of a report, as far as the actor may see them."""
    found = policy.visible_evidence(actor).select_related("file")
    return found.filter(report=report) if report else found.none()
