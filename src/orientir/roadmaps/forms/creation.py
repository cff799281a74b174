from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from orientir.roadmaps.models import Roadmap
from orientir.territory.models import Organisation

_LONGEST_LABEL = 70

LONGEST_TABLE = 1_000_000
"""So many characters of a pasted table are more than any plan has."""


class ForOffice(forms.Form):
    """A form for one office, which is asked for only where there are several."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Office"), empty_label=None)

    def __init__(self, *args: Any, offices: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = offices  # type: ignore[attr-defined]
        if len(offices) == 1:
            self.fields["organisation"].initial = offices[0]
            self.fields["organisation"].widget = forms.HiddenInput()


class UploadForm(ForOffice):
    """A document, and for which office where there are several."""

    document = forms.FileField(
        label=_("Roadmap document"),
        help_text=_(
            "The approved plan as DOCX, PDF, ODT, XLSX, HTML, TXT, DOC, RTF or a scan (PNG, JPEG), up to 50 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.odt,.xlsx,.html,.htm,.txt,.doc,.rtf,.png,.jpg,.jpeg"}),
        error_messages={"required": _("Choose the document of the roadmap.")},
    )


class PasteForm(ForOffice):
    """A table from elsewhere. `page` is the same table as HTML, where the browser gave it along."""

    title = forms.CharField(
        label=_("Title of the plan"),
        help_text=_("With its years, as it is printed."),
        max_length=2_000,
        error_messages={"required": _("Say how the plan is called.")},
    )
    table = forms.CharField(
        label=_("Table"),
        help_text=_("Copy the rows of the plan with the head in Word, Excel or on a page, and paste them here."),
        max_length=LONGEST_TABLE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "data-paste-to": "page"}),
        error_messages={"required": _("Paste the rows of the plan.")},
    )
    page = forms.CharField(
        required=False, max_length=LONGEST_TABLE, widget=forms.HiddenInput, strip=False, label=_("Table")
    )


class YearsForm(forms.Form):
    """The years of a plan."""

    first_year = forms.IntegerField(
        label=_("First year"),
        min_value=2000,
        max_value=2100,
        error_messages={"required": _("Say in which year the plan begins.")},
    )


class EmptyForm(ForOffice, YearsForm):
    """Title and years of a plan without measures."""

    title = forms.CharField(
        label=_("Title of the plan"),
        max_length=2_000,
        error_messages={"required": _("Say how the plan is called.")},
    )
    last_year = forms.IntegerField(
        label=_("Last year"),
        min_value=2000,
        max_value=2100,
        error_messages={"required": _("Say in which year the plan ends.")},
    )
    field_order = ("organisation", "title", "first_year", "last_year")

    def clean(self) -> dict[str, Any]:
        """See that the plan does not end before it begins."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("The plan ends before it begins. Check the years."))
        return cleaned


class PlanChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An earlier plan, by its years and title."""

    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Roadmap)
        title = Truncator(obj.title).chars(_LONGEST_LABEL, truncate="…")
        return " · ".join(filter(None, (obj.short_title, title, str(obj.organisation))))


class AfterEarlierForm(YearsForm):
    """Which plan to repeat, and from which year on."""

    earlier = PlanChoice(
        Roadmap.objects.none(),
        label=_("Earlier plan"),
        empty_label=None,
        error_messages={"required": _("Choose the plan to begin after.")},
    )
    field_order = ("earlier", "first_year")

    def __init__(self, *args: Any, plans: QuerySet[Roadmap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["earlier"].queryset = plans.select_related("organisation")  # type: ignore[attr-defined]
