"""The own link to the due dates, and what a calendar gets that asks by it."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views import View

from orientir.access.links import owner_of
from orientir.accounts import secret_links
from orientir.database.context import acting_as
from orientir.database.policy import require
from orientir.database.system_actors import GATE
from orientir.roadmaps import policy
from orientir.roadmaps.feeds import due_dates_as_calendar
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

from .seeing.faces import language


class FeedPage(FormPage, SignedInView):
    """The own link: make it, make it anew. The answer to the deed itself shows the address, once."""

    name = "feed"
    form_class = forms.Form
    template_name = "roadmaps/feed.html"
    token = ""

    def prepare(self, **kwargs: Any) -> None:
        require(self.actor.may(policy.SEE_ASSIGNMENTS))

    def page_context(self) -> dict[str, Any]:
        return {"link": secret_links.own_link(self.actor)}

    def deed(self, form: forms.Form) -> str:
        self.token = secret_links.make_link(by=self.actor, at=timezone.now())
        return reverse("roadmaps:feed_page")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        answer = super().post(request, **kwargs)
        if not self.token:
            return answer
        address = request.build_absolute_uri(reverse("roadmaps:feed", args=[self.token]))
        # Where a program for calendars is installed, it opens addresses that begin so and subscribes to them.
        subscribe = f"webcal{address[len(request.scheme or '') :]}"
        return render(request, "roadmaps/feed_made.html", {"address": address, "subscribe": subscribe})


class WithdrawFeed(SignedInView):
    """Let the own link open nothing any more."""

    def post(self, request: HttpRequest) -> HttpResponse:
        require(self.actor.may(policy.SEE_ASSIGNMENTS))
        secret_links.withdraw_link(by=self.actor, at=timezone.now())
        return redirect("roadmaps:feed_page")


class Feed(View):
    """The due dates of whoever made the link, by what they may see at this moment; for others there is no such page.

    Who asks is not signed in: the link stands for its owner, and the answer passes both walls as they would.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        now = timezone.now()
        with acting_as(GATE):
            found = owner_of(token, sees=policy.SEE_ASSIGNMENTS, at=now)
            if found is None:
                raise Http404
            link, owner = found
            try:
                secret_links.note_use(link, at=now)
            except secret_links.AskedTooOften as often:
                return _too_often(often.seconds)
        with acting_as(owner):
            content = due_dates_as_calendar(
                owner, today=timezone.localdate(), address=request.build_absolute_uri, language=language()
            )
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="orientir.ics"'
        # It may be kept, and is asked for each time: rights may have gone since.
        response.headers["Cache-Control"] = "private, no-cache"
        etag = quote_etag(hashlib.sha256(content).hexdigest())
        response.headers["ETag"] = etag
        return _unseen(get_conditional_response(request, etag=etag, response=response) or response)


def _too_often(seconds: int) -> HttpResponse:
    words = _("This calendar was asked for too often. It will be given again within the hour.")
    response = HttpResponse(words, status=429, content_type="text/plain; charset=utf-8")
    response.headers["Retry-After"] = str(seconds)
    return response


def _unseen(response: HttpResponseBase) -> HttpResponseBase:
    """Keep the address, which is a secret, out of search engines and of what browsers tell other sites."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
