"""What was sent and could not be taken is given back: every typed field, and a button that sends it again.

Two things happen to a page that stays open for long: its session ends, and whoever signs in again in another window
makes its token stale. Neither may cost a word of what was typed there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.functional import Promise
from django.views import View

from orientir.database.context import current_actor

from .form_page import NOT_KEPT, FormPage

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (the name of a field)
TYPED = (forms.Textarea, forms.TextInput)


@dataclass(frozen=True, slots=True)
class Typed:
    """Words as they were typed into a field, shown so that nobody fears for them."""

    label: str | Promise
    words: str


def give_back(
    request: HttpRequest,
    view: type[View] | type[FormPage],
    *,
    template_name: str,
    status: int,
    never: Iterable[str] = (),
    more: Mapping[str, Any] = MappingProxyType({}),
) -> HttpResponse:
    """Answer with a page that holds everything sent to `view` but passwords, files and the token.

    Fields called as one of `never` are left out too; `more` is what else the template needs.
    """
    fields = dict(view.form_class.base_fields) if issubclass(view, FormPage) else {}
    secret = {name for name, field in fields.items() if isinstance(field.widget, NOT_KEPT)} | {TOKEN, *never}
    context = {
        "address": request.get_full_path(),
        "fields": [(name, value) for name, value in _sent(request) if name not in secret],
        "typed": [
            Typed(fields[name].label or name, value)
            for name, value in _sent(request)
            if name in fields and name not in secret and isinstance(fields[name].widget, TYPED) and value.strip()
        ],
        "had_files": any(request.FILES.values()),
        "sign_in_url": "" if current_actor().is_signed_in else resolve_url(settings.LOGIN_URL),
        **more,
    }
    return render(request, template_name, context, status=status)


def _sent(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        yield from ((name, str(value)) for value in values)
