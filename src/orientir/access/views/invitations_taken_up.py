"""The link of an invitation: somebody comes in by it for the first time, or takes one role more."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from orientir.access import invitations
from orientir.access.forms.invitations import TakeUpForm
from orientir.access.roles import ROLES
from orientir.accounts import services as accounts
from orientir.accounts.models import User
from orientir.accounts.step_up import ConfirmedView
from orientir.database.context import current_actor


def _closed(request: HttpRequest) -> HttpResponse:
    """One page and one status for every link that opens nothing: never issued, too old, used or withdrawn."""
    return render(request, "access/invitations/closed.html", status=404)


def _context(opened: invitations.Opened) -> dict[str, Any]:
    invitation = opened.invitation
    return {
        "invitation": invitation,
        "role": ROLES[invitation.role],
        "until": timezone.localtime(invitation.expires_at),
    }


class TakeUp(View):
    """Somebody opens their link: they choose login and password and are in. Who has an account signs in first."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if current_actor().is_signed_in:
            return redirect("access:take_up_signed_in", token=token)
        try:
            opened = invitations.opened_by(token, at=timezone.now())
        except invitations.LinkClosed:
            return _closed(request)
        return self._page(request, opened, TakeUpForm(initial={"login": opened.invitation.email}))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if current_actor().is_signed_in:
            return redirect("access:take_up_signed_in", token=token)
        now, form = timezone.now(), TakeUpForm(request.POST)
        try:
            opened = invitations.opened_by(token, at=now)
            if not form.is_valid():
                return self._page(request, opened, form, status=422)
            data = form.cleaned_data
            user = invitations.take_up_as_newcomer(token, login=data["login"], password=data["password"], at=now)
        except invitations.LinkClosed:
            return _closed(request)
        except accounts.LoginTaken:
            form.add_error("login", _("Somebody already signs in with this login. Choose another one."))
            return self._page(request, opened, form, status=422)
        accounts.sign_in(request, user, at=now)
        return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))

    def _page(
        self, request: HttpRequest, opened: invitations.Opened, form: TakeUpForm, status: int = 200
    ) -> HttpResponse:
        context = {**_context(opened), "form": form, "token": invitations.token_of(opened.invitation)}
        return render(request, "access/invitations/take_up.html", context, status=status)


class TakeUpSignedIn(ConfirmedView):
    """Somebody who has an account takes one role more, after they have shown that it is they who sit there."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            opened = invitations.opened_by(token, at=timezone.now())
        except invitations.LinkClosed:
            return _closed(request)
        assert isinstance(request.user, User)
        is_own = invitations.is_own(opened, self.actor.person_id)
        context = {**_context(opened), "login": request.user.login, "is_own": is_own}
        return render(request, "access/invitations/take_up_signed_in.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            invitations.take_up(token, by=self.actor, at=timezone.now())
        except invitations.LinkClosed:
            return _closed(request)
        messages.success(request, _("The role is yours from now on."))
        return redirect(settings.LOGIN_REDIRECT_URL)
