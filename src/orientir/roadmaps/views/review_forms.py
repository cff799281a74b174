"""Forms on the page of review: the words of a measure, its pieces, its place; sections; the head of the plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from orientir.roadmaps.fields import TEXTS, version_of
from orientir.roadmaps.forms.review import (
    Begins,
    HeadForm,
    ItemsForm,
    MeasureForm,
    MoveForm,
    PiecesForm,
    SectionForm,
)
from orientir.roadmaps.models import Measure, Roadmap, Section
from orientir.roadmaps.queries.review import Review
from orientir.roadmaps.services import review
from orientir.ui.form_page import FormPage
from orientir.ui.models import FormDraft

from .review import PAGE, Deed, address_of, context_of


class OnReview(FormPage, Deed):
    """A form that stands on the page of review, in the place of what it is about."""

    template_name = PAGE
    mode: str
    plan: Roadmap
    subject: Measure | Section | None = None
    shown: Review

    def about(self) -> str:
        return str(self.subject.pk if self.subject else self.plan.pk)

    def leave_for(self) -> str:
        return address_of(self.plan, about=self.subject if isinstance(self.subject, Measure) else None)

    def page_context(self) -> dict[str, Any]:
        return context_of(self.shown, mode=self.mode, about=self.subject)

    def show(self, form: forms.Form, draft: FormDraft | None, status: int = 200) -> Any:
        """Render the page with the reader in the field they asked for."""
        assert isinstance(form, Begins)
        form.begin_at(next(iter(form.errors), self.request.GET.get("field", "")))
        return super().show(form, draft, status)


class OnMeasure(OnReview):
    """A form about a measure."""

    one: Measure

    def prepare(self, **kwargs: Any) -> None:
        self.one = self.subject = self.measure(kwargs["pk"])
        self.plan = self.one.roadmap
        self.shown = Review(self.plan, about=self.one.pk)


class EditMeasure(OnMeasure):
    """Write the words of a measure."""

    name = "measure"
    mode = "edit"
    form_class = MeasureForm
    refusals = {
        review.ChangedMeanwhile: (
            "",
            _("Somebody has changed this measure meanwhile. Your words stand here: send them again to keep them."),
        )
    }

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.one, name) for name in TEXTS}

    def page_context(self) -> dict[str, Any]:
        return {**super().page_context(), "version": version_of(self.one)}

    def deed(self, form: forms.Form) -> str:
        assert isinstance(form, MeasureForm)
        seen = self.request.POST.get("seen", "")
        review.edit_measure(self.one, form.words(), seen=seen, by=self.actor, at=timezone.now())
        return address_of(self.plan, about=self.one)


class SplitMeasure(OnMeasure):
    """Make several measures of one."""

    name = "measure_pieces"
    mode = "split"
    form_class = PiecesForm
    refusals = {
        review.NothingToSplit: ("pieces", _("Begin a new line where the next measure begins: there is one line only."))
    }

    def initial(self) -> dict[str, Any]:
        return {"pieces": self.one.text}

    def deed(self, form: forms.Form) -> str:
        assert isinstance(form, PiecesForm)
        review.split_measure(self.one, form.lines(), by=self.actor, at=timezone.now())
        return address_of(self.plan, about=self.one)


class MakeItems(OnMeasure):
    """Make the items of a list inside a measure measures of their own."""

    name = "measure_items"
    mode = "items"
    form_class = ItemsForm

    def initial(self) -> dict[str, Any]:
        return {"pieces": "\n".join(self.shown.items_of(self.one))}

    def deed(self, form: forms.Form) -> str:
        assert isinstance(form, ItemsForm)
        review.make_children(self.one, form.lines(), by=self.actor, at=timezone.now())
        return address_of(self.plan, about=self.one)


class MoveMeasure(OnMeasure):
    """Put a measure into another place of the plan."""

    name = "measure_place"
    mode = "move"
    form_class = MoveForm

    def form_arguments(self) -> dict[str, Any]:
        return {"sections": self.shown.places_for(self.one)}

    def deed(self, form: forms.Form) -> str:
        assert isinstance(form, MoveForm)
        section, before = form.chosen()
        review.move_measure(self.one, to=section, before=before, by=self.actor, at=timezone.now())
        return address_of(self.plan, about=self.one)


class OnSection(OnReview):
    """A form about a section."""

    found: Section

    def prepare(self, **kwargs: Any) -> None:
        self.found = self.subject = self.section(kwargs["pk"])
        self.plan = self.found.roadmap
        self.shown = Review(self.plan, section=self.found.pk)

    def leave_for(self) -> str:
        return address_of(self.plan, part=self.shown.part.number if self.shown.part else None)


class AddMeasure(OnSection):
    """Write a measure at the end of a section."""

    name = "new_measure"
    mode = "add_measure"
    form_class = MeasureForm

    def deed(self, form: forms.Form) -> str:
        assert isinstance(form, MeasureForm)
        new = review.add_measure(self.found, form.words(), by=self.actor, at=timezone.now())
        return address_of(self.plan, about=new)


class EditSection(OnSection):
    """Write number and title of a section."""

    name = "section"
    mode = "section"
    form_class = SectionForm

    def initial(self) -> dict[str, Any]:
        return {"number": self.found.number, "title": self.found.title}

    def deed(self, form: forms.Form) -> str:
        review.rename_section(self.found, **form.cleaned_data, by=self.actor, at=timezone.now())
        return self.leave_for()


class OnPlan(OnReview):
    """A form about the plan itself."""

    def prepare(self, **kwargs: Any) -> None:
        self.plan = self.roadmap(kwargs["pk"])
        self.shown = Review(self.plan)


class AddSection(OnPlan):
    """Write a section at the end of the plan."""

    name = "new_section"
    mode = "add_section"
    form_class = SectionForm

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.shown = Review(self.plan, part=len(self.shown.parts))

    def deed(self, form: forms.Form) -> str:
        review.add_section(self.plan, **form.cleaned_data, by=self.actor, at=timezone.now())
        return address_of(self.plan, part=len(self.shown.parts) + 1)


class EditHead(OnPlan):
    """Write what stands above the table of the plan."""

    name = "plan_head"
    mode = "head"
    form_class = HeadForm

    def initial(self) -> dict[str, Any]:
        act = self.plan.approval
        return {
            "title": self.plan.title,
            "first_year": self.plan.first_year,
            "last_year": self.plan.last_year,
            "kind": act.get("kind") or "",
            "act_number": act.get("number") or "",
            "act_date": parse_date(act.get("date") or ""),
            "body": act.get("body") or "",
            "goals": "\n".join(self.plan.goals),
        }

    def deed(self, form: forms.Form) -> str:
        assert isinstance(form, HeadForm)
        review.edit_head(self.plan, form.head(), by=self.actor, at=timezone.now())
        return address_of(self.plan)
