from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from orientir.database.context import current_actor

from . import drafts
from .form_page import page_of, save_draft
from .models import LONGEST_NAME


class SaveDraft(View):
    """Keep what is being typed into a form; answers with the line «saved 12:04»."""

    def post(self, request: HttpRequest, form: str, about: str) -> HttpResponse:
        page = page_of(form)
        if page is None or len(about) > LONGEST_NAME or not current_actor().person_id:
            raise Http404
        try:
            draft = save_draft(page, "" if about == "-" else about, request)
        except drafts.DraftTooLong:
            return render(request, "ui/draft_note.html", {"too_long": True}, status=422)
        return render(request, "ui/draft_note.html", {"form_draft": draft})
