from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.views import View

from orientir.database.context import current_actor

from . import drafts
from .form_page import page_of, save_draft
from .models import LONGEST_NAME


class SaveDraft(View):
    """Keep what is being typed into a form; answers with the line «saved 12:04»."""

    def post(self, request: HttpRequest, form: str, about: str) -> HttpResponse:
        page = page_of(form)
        if page is None or len(about) > LONGEST_NAME:
            raise Http404
        if not current_actor().is_signed_in:
            return render(request, "ui/draft_note.html", {"sign_in_url": resolve_url(settings.LOGIN_URL)}, status=401)
        if not current_actor().person_id:
            raise Http404
        try:
            draft = save_draft(page, "" if about == "-" else about, request)
        except drafts.DraftTooLong:
            return render(request, "ui/draft_note.html", {"too_long": True}, status=422)
        return render(request, "ui/draft_note.html", {"form_draft": draft})


def note_of_stale_page(request: HttpRequest) -> HttpResponse:
    """Say that this page is older than the sign-in of its browser, and hand it the token it lacks."""
    return render(request, "ui/draft_note.html", {"fresh_token": get_token(request)}, status=403)
