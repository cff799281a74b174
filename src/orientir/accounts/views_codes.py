"""Pages for whoever has no password: the one on which it is chosen, and whom to turn to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View

from . import codes, devices
from .forms import WORDS_OF_BUSY, NewPasswordFields
from .hashing import COME_BACK, Busy, room
from .views import where_to


class ChosenPasswordForm(NewPasswordFields):
    """The first own password of an account."""

    def __init__(self, *args: Any, own_login: str) -> None:
        super().__init__(*args)
        self.own_login = own_login

    def login_of_account(self) -> str:
        return self.own_login


class ChoosePassword(View):
    """Where sign-in with a one-time code leads; whoever opens it without is led to sign-in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user = codes.chooser(request, at=timezone.now())
        if user is None:
            return HttpResponseRedirect(resolve_url("accounts:sign_in"))
        return _page(request, ChosenPasswordForm(own_login=user.login))

    def post(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        user = codes.chooser(request, at=now)
        if user is None:
            return HttpResponseRedirect(resolve_url("accounts:sign_in"))
        form = ChosenPasswordForm(request.POST, own_login=user.login)
        if not form.is_valid():
            return _page(request, form, status=422)
        try:
            with room.place():
                codes.redeem(request, form.cleaned_data["password"], at=now)
        except codes.CodeNotGood:
            messages.info(request, _("The code was used meanwhile or is good no more. Sign in anew."))
            return HttpResponseRedirect(resolve_url("accounts:sign_in"))
        except Busy:
            form.add_error(None, WORDS_OF_BUSY)
            response = _page(request, form, status=503)
            response["Retry-After"] = str(COME_BACK)
            return response
        response = HttpResponseRedirect(where_to(request))
        devices.remember(request, response, user.login)
        return response


def _page(request: HttpRequest, form: ChosenPasswordForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "login": form.own_login, "next": where_to(request)}
    return render(request, "accounts/choose_password.html", context, status=status)


class PasswordHelp(View):
    """Whom to turn to with a forgotten password: the same for everybody, so it asks for nothing."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/password_help.html")
