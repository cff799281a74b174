from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.database.policy import require
from orientir.files.services import FileRefused
from orientir.roadmaps import policy, queries
from orientir.roadmaps.forms import ReportForm, ReturnForm
from orientir.roadmaps.models import Assignment, Report
from orientir.roadmaps.services import reports
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

PER_PAGE = 50


class AssignmentList(SignedInView):
    """All that the actor's organisations have or had to do: what is open first, nearest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(self.actor.may(policy.REPORT))
        work = Paginator(queries.own_assignments(self.actor), PER_PAGE)
        return render(
            request,
            "roadmaps/assignment_list.html",
            {"assignments": work.get_page(request.GET.get("page")), "today": timezone.localdate()},
        )


class ReviewQueue(SignedInView):
    """The reports that wait for the actor, longest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(self.actor.may(policy.REVIEW_REPORTS))
        waiting = Paginator(queries.reports_to_review(self.actor), PER_PAGE)
        return render(request, "roadmaps/review_queue.html", {"reports": waiting.get_page(request.GET.get("page"))})


class MeasurePage(SignedInView):
    """A measure and what each organisation has made of it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor = self.actor
        roadmap = get_object_or_404(policy.visible_roadmaps(actor), measures__pk=pk)
        measure = get_object_or_404(roadmap.measures.select_related("section"), pk=pk)
        work = policy.visible_assignments(actor).filter(measure=measure).with_subject()
        put_in_force_url = ""
        if policy.can_put_in_force(actor, roadmap):
            put_in_force_url = f"{reverse('roadmaps:put_in_force', args=[roadmap.pk])}?measure={measure.pk}"
        return render(
            request,
            "roadmaps/measure.html",
            {
                "roadmap": roadmap,
                "measure": measure,
                "assignments": work,
                "progress": queries.progress_of(work),
                "today": timezone.localdate(),
                "put_in_force_url": put_in_force_url,
            },
        )


class AssignmentPage(FormPage, SignedInView):
    """One assignment: what is asked, what was reported, what was answered. Who has to report does it here."""

    name = "report"
    form_class = ReportForm
    template_name = "roadmaps/assignment.html"
    refusals = {
        reports.AssignmentClosed: ("", _("The report was submitted meanwhile, perhaps in another window.")),
        reports.NothingReported: ("text", _("Say in a few words what has been done.")),
        FileRefused: ("document", ""),
    }
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

    def page_context(self) -> dict[str, Any]:
        actor = self.actor
        report = self.report
        evidence = policy.visible_evidence(actor).filter(report=report).select_related("file") if report else ()
        waiting = report is not None and policy.can_review_report(actor, report)
        return {
            "assignment": self.assignment,
            "measure": self.assignment.measure,
            "report": report,
            "evidence": evidence,
            "today": timezone.localdate(),
            "can_report": policy.can_report(actor, self.assignment),
            "can_review": waiting,
            "next_to_review": queries.next_to_review(actor, report) if waiting and report else None,
            "history": queries.history_of_assignment(self.assignment, report),
        }

    def deed(self, form: forms.Form) -> str:
        actor, now = self.actor, timezone.now()
        if document := form.cleaned_data["document"]:
            reports.add_evidence(self.assignment, document, by=actor, at=now)
        reports.submit_report(self.assignment, form.cleaned_data["text"], by=actor, at=now)
        messages.success(self.request, _("Submitted. You see here what the office answers."))
        return reverse("roadmaps:assignment", args=[self.assignment.pk])


class AddEvidence(SignedInView):
    """Add a file to the report that is being written; the words typed so far are kept as a draft."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = AssignmentPage()
        page.setup(request, pk=pk)
        page.prepare(pk=pk)
        page.keep_draft()
        form = ReportForm(request.POST, request.FILES)
        document = request.FILES.get("document")
        try:
            if document is None:
                raise forms.ValidationError(_("Choose a file first."))
            reports.add_evidence(page.assignment, document, by=self.actor, at=timezone.now())
        except forms.ValidationError as error:
            form.add_error("document", error)
        except tuple(page.refusals) as refusal:
            page.explain(form, refusal)
        else:
            return redirect("roadmaps:assignment", pk=pk)
        form.errors.pop("text", None)
        return page.show(form, None, status=422)


class RemoveEvidence(SignedInView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        evidence = get_object_or_404(
            policy.visible_evidence(self.actor).select_related("report__assignment", "file"), pk=pk
        )
        require(policy.can_report(self.actor, evidence.report.assignment))
        reports.remove_evidence(evidence, by=self.actor, at=timezone.now())
        return redirect("roadmaps:assignment", pk=evidence.report.assignment_id)


class AcceptReport(SignedInView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = get_object_or_404(policy.visible_reports(self.actor), pk=pk)
        require(self.actor.may(policy.REVIEW_REPORTS, report.organisation_id))
        try:
            reports.accept_report(report, by=self.actor, at=timezone.now())
        except reports.ReportNotSubmitted:
            pass  # pressed twice, or somebody was quicker: the page shows what stands
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
        return {"report": self.report, "assignment": self.report.assignment}

    def deed(self, form: forms.Form) -> str:
        reports.return_report(self.report, form.cleaned_data["reason"], by=self.actor, at=timezone.now())
        messages.success(self.request, _("The report is returned; the organisation sees what is missing."))
        return reverse("roadmaps:assignment", args=[self.report.assignment_id])
