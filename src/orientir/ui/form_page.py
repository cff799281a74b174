"""The one form of the product.

A page with a form inherits `FormPage` and says what happens when a good form is sent (`deed`). Everything else is here:
what was typed is kept as a draft, sent twice is stored once, errors stand beside the field, an obstacle that only the
deed finds is shown there too, whoever was signed out meanwhile gets all of it back, and nothing needs JavaScript.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from psycopg.errors import LockNotAvailable

from orientir.database.context import current_actor

from . import drafts, submissions
from .models import FormDraft

KEY = "submission_key"
SAVE_DRAFT = "save_draft"
LEAVE = "leave"
NOT_KEPT = (forms.FileInput, forms.PasswordInput)
"""What is no part of a draft: files are stored at once or not at all, passwords never."""

_pages: dict[str, type[FormPage]] = {}


def page_of(form: str) -> type[FormPage] | None:
    """Return the page on which a form is filled in, by the form's name."""
    return _pages.get(form)


class FormPage:
    """A page with one form; mix it into a `View`.

    `name` names the form in drafts and URLs. `refusals` says how an exception of the deed is shown: beside which field
    ("" for above the form) and in which words ("" for those the exception brings itself). `deeds` are further deeds in
    the middle of the work, which need some fields only: the name of the button, which is also the name of the method
    that does it like `deed`, and the fields. What stands in the others is kept as the draft.
    """

    name: ClassVar[str]
    form_class: ClassVar[type[forms.Form]]
    template_name: ClassVar[str]
    refusals: ClassVar[Mapping[type[Exception], tuple[str, str | Promise]]] = {}
    deeds: ClassVar[Mapping[str, tuple[str, ...]]] = {}
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

    def leave_for(self) -> str:
        """Return where a button leads that leaves the form and forgets its draft; empty where there is none."""
        return ""

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
        if LEAVE in request.POST and (address := self.leave_for()):
            drafts.discard(self.name, self.about(), person_id=self._person_id)
            return HttpResponseRedirect(address)
        form = self.form_class(request.POST, request.FILES, **self.form_arguments())
        button = next((name for name in self.deeds if name in request.POST), "")
        if button or SAVE_DRAFT in request.POST:
            try:
                save_draft(type(self), self.about(), request)
            except drafts.DraftTooLong:
                forget_errors(form, besides=())
                form.add_error(None, _("This is too long to be kept. Please shorten the text and press again."))
                return self.show(form, self._draft(), status=422)
        if SAVE_DRAFT in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        if button:
            forget_errors(form, besides=self.deeds[button])
        key = submissions.read_key(request.POST.get(KEY, ""), self._person_id, self.name, self.about())
        if key is None:
            form.add_error(None, _("This page had been open for too long. Nothing is lost: please send it again."))
        if key is None or form.errors:
            return self.show(form, self._draft(), status=422)
        return self._do_once(form, button, key)

    def _do_once(self, form: forms.Form, button: str, key: UUID) -> HttpResponse:
        """Do the deed if this form was not sent yet, and lead to where it led."""
        status = 422
        deed: Callable[[forms.Form], str] = getattr(self, button) if button else self.deed
        try:
            with transaction.atomic():
                digest = submissions.digest_of([button, *_content(form)])
                led_to = submissions.claim(key, person_id=self._person_id, digest=digest, at=timezone.now())
                if led_to is None:
                    led_to = deed(form)
                    submissions.settle(key, led_to)
                    if not button:
                        drafts.discard(self.name, self.about(), person_id=self._person_id)
                return HttpResponseRedirect(led_to)
        except submissions.SentAlready:
            form.add_error(
                None,
                _("This form was sent already, with other words. What stands here now was not: check and send it."),
            )
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            status = 503
            form.add_error(None, _("The same is being saved just now. Nothing is lost: please send it again."))
        except tuple(self.refusals) as refusal:
            self.explain(form, refusal)
        return self.show(form, self._draft(), status=status)

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
            "can_leave": bool(self.leave_for()),
            "submission_key": submissions.issue_key(self._person_id, self.name, self.about()),
            "draft_url": reverse("ui:draft", args=[self.name, self.about() or "-"]),
        }
        return render(self.request, self.template_name, context, status=status)

    @property
    def _person_id(self) -> int:
        return current_actor().person_id or 0

    def _draft(self) -> FormDraft | None:
        return drafts.find(self.name, self.about(), person_id=self._person_id)


def forget_errors(form: forms.Form, *, besides: tuple[str, ...]) -> None:
    """Take back what is said of a form, besides that of these fields: the others are still being filled in."""
    for name in form.errors.keys() - set(besides):
        del form.errors[name]


def save_draft(page: type[FormPage], about: str, request: HttpRequest) -> FormDraft:
    """Keep what the request says of the page's form, but for files and passwords.

    Raises:
        drafts.DraftTooLong: it is more than a draft may hold.
    """
    fields: dict[str, Any] = {}
    for name, field in page.form_class.base_fields.items():
        widget = field.widget
        if isinstance(widget, NOT_KEPT) or name not in request.POST:
            continue
        several = isinstance(widget, forms.SelectMultiple | forms.CheckboxSelectMultiple)
        # PostgreSQL keeps no NUL in a text; the form itself will refuse it with words when it is sent.
        values = [value.replace("\x00", "") for value in request.POST.getlist(name)]
        fields[name] = values if several else values[-1]
    person_id = cast(int, current_actor().person_id)
    return drafts.save(page.name, about, fields, person_id=person_id, at=timezone.now())


def _content(form: forms.Form) -> Iterator[str]:
    """Yield all that a form says, passwords apart."""
    for bound in form:
        yield bound.name
        value = bound.data
        if isinstance(value, UploadedFile):
            yield value.name or ""
            yield hashlib.file_digest(value, "sha256").hexdigest()
            value.seek(0)
        elif not isinstance(bound.field.widget, forms.PasswordInput):
            yield from map(str, value if isinstance(value, list) else [value or ""])
