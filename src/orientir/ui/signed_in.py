"""Pages that know their actor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.views import View

from orientir.database.actor import Actor
from orientir.database.context import current_actor

from .form_page import FormPage
from .unsent import give_back


class SignedInView(View):
    """A page for those who are signed in; others go to the sign-in page and come back after it.

    Whoever was signed out while filling in a form gets it back with everything typed: a redirect would lose it.
    """

    @property
    def actor(self) -> Actor:
        """Whoever asks."""
        return current_actor()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.actor.is_signed_in:
            if isinstance(self, FormPage) and request.method == "POST":
                return give_back(request, type(self), template_name="401.html", status=401)
            # Nobody comes back to a button, only to a page.
            back = request.get_full_path() if hasattr(self, "get") else resolve_url(settings.LOGIN_REDIRECT_URL)
            return redirect_to_login(back, settings.LOGIN_URL)
        return super().dispatch(request, *args, **kwargs)
