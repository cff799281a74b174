"""The page of the own account: how one signs in, and where one is signed in."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from orientir.ui.signed_in import SignedInView

from . import factors, portal, sessions
from .agents import device_in_words
from .models import User


class Security(SignedInView):
    """Sign-in and security: password, second factor, sessions."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = sessions.own_sessions(self.actor, this=request.session.session_key)
        context = {
            "user": cast(User, request.user),
            "has_factor": factors.is_set_up(self.actor.user_id or 0),
            "needs_factor": getattr(request, "needs_second_factor", False),
            "codes_left": len(factors.card(self.actor)),
            "portal": settings.PORTAL_NAME,
            "tied": settings.PORTAL_NAME and portal.ties(self.actor),
            "sessions": [(one, device_in_words(one.device)) for one in found],
        }
        return render(request, "accounts/security.html", context)


class EndSession(SignedInView):
    """End one of the own sessions."""

    def post(self, request: HttpRequest, mark: str) -> HttpResponse:
        if not sessions.end_one(mark, by=self.actor, at=timezone.now()):
            raise Http404
        messages.success(request, _("The session is ended."))
        return redirect("accounts:security")


class EndOtherSessions(SignedInView):
    """End all own sessions but this one."""

    def post(self, request: HttpRequest) -> HttpResponse:
        ended = sessions.end_others(this=request.session.session_key, by=self.actor, at=timezone.now())
        words = ngettext("%(ended)d session is ended.", "%(ended)d sessions are ended.", ended)
        messages.success(request, words % {"ended": ended})
        return redirect("accounts:security")
