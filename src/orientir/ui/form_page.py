"""The one form of the product.

A page with a form inherits `FormPage` and says what happens when a good form is sent (`deed`). Everything else is here:
what was typed is kept as a draft, sent twice is stored once, errors stand beside the field, an obstacle that only the
deed finds is shown there too, and nothing of it needs JavaScript.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orientir.database.context import current_actor

from . import drafts, submissions
from .models import FormDraft

KEY = "submission_key"
SAVE_DRAFT = "save_draft"

_pages: dict[str, type[FormPage]] = {}


def page_of(form: str) -> type[FormPage] | None:
    """Return the page on which a form is filled in, by the form's name."""
    return _pages.get(form)


class FormPage:
    """A page with one form; mix it into a `View`.

    `name` names the form in drafts and URLs. `refusals` says how an exception of the deed is shown: beside which field
    ("" for above the form) and in which words ("" for those the exception brings itself).
    """

    name: ClassVar[str]
    form_class: ClassVar[type[forms.Form]]
    template_name: ClassVar[str]
    refusals: ClassVar[Mapping[type[Exception], tuple[str, str | Promise]]] = {}
    request: HttpRequest

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "name" in cls.__dict__:
            _pages[cls.name] = cls

    # What a page says.

    def prepare(self, **kwargs: Any) -> None:
        """Load what the page is about, through the policy, and permit. Runs before anything else."""

    def about(self) -> str:
        """Return what tells this form from the same form about another object ("" when there is one only)."""
        return ""

    def initial(self) -> dict[str, Any]:
        """Return what stands in the fields before anybody has typed."""
        return {}

    def form_arguments(self) -> dict[str, Any]:
        """Return further arguments of the form's class."""
        return {}

    def deed(self, form: forms.Form) -> str:
        """Do what the form asks and return the address to go to. Runs in a transaction of its own."""
        raise NotImplementedError

    def page_context(self) -> dict[str, Any]:
        """Return what else the template needs."""
        return {}

    # How it runs.

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.prepare(**kwargs)
        draft = self._draft()
        initial = {**self.initial(), **(draft.fields if draft else {})}
        return self.show(self.form_class(initial=initial, **self.form_arguments()), draft)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.prepare(**kwargs)
        if SAVE_DRAFT in request.POST:
            return HttpResponseRedirect(self.keep_draft())
        form = self.form_class(request.POST, request.FILES, **self.form_arguments())
        person_id = current_actor().person_id or 0
        key = submissions.read_key(request.POST.get(KEY, ""), person_id)
        if key is None:
            form.add_error(None, _("This page had been open for too long. Nothing is lost: please send it again."))
        if key is None or not form.is_valid():
            return self.show(form, self._draft(), status=422)
        try:
            with transaction.atomic():
                led_to = submissions.claim(key, person_id=person_id, at=timezone.now())
                if led_to is None:
                    led_to = self.deed(form)
                    submissions.settle(key, led_to)
                    drafts.discard(self.name, self.about(), person_id=person_id)
        except tuple(self.refusals) as refusal:
            self.explain(form, refusal)
            return self.show(form, self._draft(), status=422)
        return HttpResponseRedirect(led_to)

    def explain(self, form: forms.Form, refusal: Exception) -> None:
        """Put the obstacle that the deed found beside its field."""
        for kind, (field, words) in self.refusals.items():
            if isinstance(refusal, kind):
                form.add_error(field or None, str(words) or str(refusal))
                return

    def show(self, form: forms.Form, draft: FormDraft | None, status: int = 200) -> HttpResponse:
        """Render the page."""
        context = {
            **self.page_context(),
            "form": form,
            "form_draft": draft,
            "submission_key": submissions.issue_key(current_actor().person_id or 0),
            "draft_url": reverse("ui:draft", args=[self.name, self.about() or "-"]),
        }
        return render(self.request, self.template_name, context, status=status)

    def keep_draft(self) -> str:
        """Keep what was typed (the button for browsers without JavaScript) and return this page's address."""
        save_draft(type(self), self.about(), self.request)
        return self.request.get_full_path()

    def _draft(self) -> FormDraft | None:
        return drafts.find(self.name, self.about(), person_id=current_actor().person_id or 0)


def save_draft(page: type[FormPage], about: str, request: HttpRequest) -> FormDraft:
    """Keep what the request says of the page's form.

    Files and passwords are no part of a draft: the ones are stored at once, the others never.
    """
    fields: dict[str, Any] = {}
    for name, field in page.form_class.base_fields.items():
        widget = field.widget
        if isinstance(widget, forms.FileInput | forms.PasswordInput) or name not in request.POST:
            continue
        several = isinstance(widget, forms.SelectMultiple | forms.CheckboxSelectMultiple)
        # PostgreSQL keeps no NUL in a text; the form itself will refuse it with words when it is sent.
        values = [value.replace("\x00", "") for value in request.POST.getlist(name)]
        fields[name] = values if several else values[-1]
    person_id = cast(int, current_actor().person_id)
    return drafts.save(page.name, about, fields, person_id=person_id, at=timezone.now())
