"""Forms of binding, each a page: own days, whom a performer means, what proves a measure, targets, rules, control."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from orientir.roadmaps import policy
from orientir.roadmaps.binding import calendar_of
from orientir.roadmaps.choices import Fulfilment, ResultForm
from orientir.roadmaps.forms.binding import (
    RULES,
    ControlForm,
    DatesForm,
    NewPerformerForm,
    PerformerForm,
    ProofForm,
    RulesForm,
    TargetsForm,
)
from orientir.roadmaps.models import Measure, Performer, Roadmap
from orientir.roadmaps.queries.rules import ChangedDays, changed_days
from orientir.roadmaps.services import bind
from orientir.roadmaps.services.offers import offers_for
from orientir.ui.form_page import FormPage

from .binding import BindingDeed, address_of

TEMPLATE = "roadmaps/binding/form.html"


class OnMeasure(FormPage, BindingDeed):
    """A form about one row of a measure."""

    template_name = TEMPLATE
    heading: Any
    submit: Any = gettext_lazy("Save")
    one: Measure

    def prepare(self, **kwargs: Any) -> None:
        self.one = self.measure(kwargs["pk"])

    def about(self) -> str:
        return str(self.one.pk)

    def leave_for(self) -> str:
        return address_of(self.one.roadmap, about=self.one)

    def page_context(self) -> dict[str, Any]:
        return {
            "roadmap": self.one.roadmap,
            "measure": self.one,
            "heading": self.heading,
            "submit": self.submit,
            "printed": self.printed,
        }

    @property
    def printed(self) -> str:
        """Return the words of the document that the form is about."""
        return ""


class BindDates(OnMeasure):
    """Give a measure dates of one's own."""

    name = "binding_dates"
    form_class = DatesForm
    heading = gettext_lazy("Dates of the measure")
    refusals = {
        bind.BackwardsWindow: (
            "days",
            gettext_lazy("A window ends before it begins, or two end on one day. Check the lines."),
        )
    }

    @property
    def printed(self) -> str:
        return self.one.term_words

    def initial(self) -> dict[str, Any]:
        windows = self.one.occurrences.all()
        return {"days": "\n".join(f"{one.starts_on:%d.%m.%Y} – {one.due_on:%d.%m.%Y}" for one in windows)}

    def deed(self, form: forms.Form) -> str:
        said = form.cleaned_data
        count = bind.set_dates(self.one, said["days"], alike=said["alike"], by=self.actor, at=timezone.now())
        said_of = ngettext("%(count)s measure has these dates.", "%(count)s measures have these dates.", count)
        messages.success(self.request, said_of % {"count": count})
        return self.leave_for()


class BindProof(OnMeasure):
    """Say what proves a measure."""

    name = "binding_proof"
    form_class = ProofForm
    heading = gettext_lazy("What proves the measure")

    @property
    def printed(self) -> str:
        return self.one.result

    def initial(self) -> dict[str, Any]:
        return {"fulfilment": self.one.fulfilment, "result_form": self.one.result_form}

    def deed(self, form: forms.Form) -> str:
        said = form.cleaned_data
        kinds = Fulfilment(said["fulfilment"]), ResultForm(said["result_form"])
        bind.set_proof(self.one, *kinds, by=self.actor, at=timezone.now())
        return self.leave_for()


class BindTargets(OnMeasure):
    """Say what the indicators of a measure are to reach."""

    name = "binding_targets"
    form_class = TargetsForm
    heading = gettext_lazy("Targets of the measure")

    @property
    def printed(self) -> str:
        return self.one.indicator or self.one.result

    def form_arguments(self) -> dict[str, Any]:
        return {"targets": list(self.one.targets.all())}

    def deed(self, form: forms.Form) -> str:
        assert isinstance(form, TargetsForm)
        bind.set_targets(self.one, form.targets(), by=self.actor, at=timezone.now())
        return self.leave_for()


class AddPerformer(OnMeasure):
    """Write a performer of a measure whom the document does not name apart."""

    name = "binding_new_performer"
    form_class = NewPerformerForm
    heading = gettext_lazy("Another performer")
    submit = gettext_lazy("Add the performer")

    @property
    def printed(self) -> str:
        return self.one.performers_words

    def deed(self, form: forms.Form) -> str:
        bind.add_performer(self.one, form.cleaned_data["printed"], by=self.actor, at=timezone.now())
        return self.leave_for()


class BindPerformer(OnMeasure):
    """Say whom a printed performer means."""

    name = "binding_performer"
    form_class = PerformerForm
    template_name = "roadmaps/binding/performer.html"
    heading = gettext_lazy("Whom the performer means")
    submit = gettext_lazy("Bind")
    whom: Performer

    def prepare(self, **kwargs: Any) -> None:
        self.whom = self.performer(kwargs["pk"])
        self.one = self.whom.measure

    def about(self) -> str:
        return str(self.whom.pk)

    @property
    def printed(self) -> str:
        return self.whom.printed

    @cached_property
    def words(self) -> str:
        """Return the words by which somebody looks for another organisation."""
        return self.request.GET.get("q", "").replace("\x00", "").strip()[:200]

    def page_context(self) -> dict[str, Any]:
        return {**super().page_context(), "performer": self.whom, "words": self.words}

    def form_arguments(self) -> dict[str, Any]:
        today = timezone.localdate()
        mine = policy.performers_for(self.actor, self.one.roadmap, on=today)
        offers = offers_for(self.whom, mine, words=self.words, today=today)
        return {"organisations": offers.organisations, "classes": offers.classes}

    def initial(self) -> dict[str, Any]:
        return {
            "organisations": [str(one.organisation_id) for one in self.whom.bound.all()],
            "organisation_class": self.whom.organisation_class,
            "part": self.whom.part,
            "force": self.whom.force,
            # in force each measure is bound anew with a reason of its own
            "alike": self.one.roadmap.is_in_review,
        }

    def deed(self, form: forms.Form) -> str:
        assert isinstance(form, PerformerForm)
        said = form.cleaned_data
        count = bind.bind_performer(
            self.whom,
            organisations=form.chosen(),
            class_key=said["organisation_class"],
            part=said["part"],
            force=said["force"],
            alike=said["alike"],
            remember=said["remember"],
            by=self.actor,
            at=timezone.now(),
        )
        said_of = ngettext("Bound in %(count)s measure.", "Bound in %(count)s measures.", count)
        messages.success(self.request, said_of % {"count": count})
        return self.leave_for()


class OnPlan(FormPage, BindingDeed):
    """A form about the plan itself."""

    plan: Roadmap

    def prepare(self, **kwargs: Any) -> None:
        self.plan = self.roadmap(kwargs["pk"])

    def about(self) -> str:
        return str(self.plan.pk)

    def leave_for(self) -> str:
        return address_of(self.plan)

    def page_context(self) -> dict[str, Any]:
        return {"roadmap": self.plan}


class ChangeRules(OnPlan):
    """The rules by which words become dates, with what would change before anything is."""

    name = "binding_rules"
    form_class = RulesForm
    template_name = "roadmaps/binding/rules.html"

    def page_context(self) -> dict[str, Any]:
        return {**super().page_context(), "changed": self._changed}

    _changed: ChangedDays | None = None

    def initial(self) -> dict[str, Any]:
        rules = calendar_of(self.plan).rules
        return {key: getattr(rules, key) for key in (*RULES, "inner_days")}

    def post(self, request: Any, **kwargs: Any) -> Any:
        """Show what would change where that is asked, and else change it."""
        if "preview" not in request.POST:
            return super().post(request, **kwargs)
        self.prepare(**kwargs)
        form = RulesForm(request.POST)
        if form.is_valid():
            self._changed = changed_days(self.plan, form.rules(self.plan.rules))
        return self.show(form, None, status=200 if form.is_valid() else 422)

    def deed(self, form: forms.Form) -> str:
        assert isinstance(form, RulesForm)
        count = bind.set_rules(self.plan, form.rules(self.plan.rules), by=self.actor, at=timezone.now())
        said = ngettext(
            "The rules are changed: %(count)s measure has other dates.",
            "The rules are changed: %(count)s measures have other dates.",
            count,
        )
        messages.success(self.request, said % {"count": count})
        return self.leave_for()


class SetControl(OnPlan):
    """From when on the plan is controlled."""

    name = "binding_control"
    form_class = ControlForm
    template_name = "roadmaps/binding/control.html"

    def initial(self) -> dict[str, Any]:
        return {"control_from": self.plan.control_from, "basis": self.plan.control_basis}

    def deed(self, form: forms.Form) -> str:
        said = form.cleaned_data
        bind.set_control(self.plan, said["control_from"], said["basis"].strip(), by=self.actor, at=timezone.now())
        messages.success(self.request, _("The start of control is set."))
        return self.leave_for()
