"""How Django's forms are drawn: with the product's own templates for a form, a field and the odd widget."""

from pathlib import Path

import django.forms
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Backend
from django.utils.functional import cached_property


class FormRenderer(DjangoTemplates):
    """Named in `FORM_RENDERER`, it makes `{{ form }}` and `{{ form.field.as_field_group }}` look right."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    @cached_property
    def engine(self) -> Backend:
        """Our templates come before Django's own, so a widget can be redrawn; the tags need no loading."""
        ours = Path(__file__).parent / "templates"
        theirs = Path(django.forms.__file__).parent / "templates"
        return Backend(
            {
                "APP_DIRS": True,
                "DIRS": [ours, theirs],
                "NAME": "forms",
                "OPTIONS": {"builtins": ["orientir.ui.templatetags.ui"]},
            }
        )
