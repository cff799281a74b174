from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View

from orientir.database.context import current_actor
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

from . import codes, devices, limits, services
from .forms import PasswordForm, SignInForm
from .models import OneTimeCode, User

WORTH_TELLING = 3
"""After so many failures the owner is told of them: one or two are typing errors."""


class SignIn(View):
    """The door of the product."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if current_actor().is_signed_in:
            return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
        if codes.chooser(request, at=timezone.now()):
            return HttpResponseRedirect(choosing_page(request))
        return self._page(request, SignInForm(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        form, now = SignInForm(request, request.POST), timezone.now()
        failed = limits.failed_lately(request.POST.get("login", ""), at=now)
        if not form.is_valid() or form.entered is None:
            return form.told_when_to_come_back(self._page(request, form, status=form.status))
        if isinstance(form.entered, OneTimeCode):
            codes.begin_choosing(request, form.entered, at=now)
            return HttpResponseRedirect(choosing_page(request))
        services.sign_in(request, form.entered, at=now)
        if failed >= WORTH_TELLING:
            messages.warning(
                request,
                ngettext(
                    "Before this, sign-in with your login failed %(times)s time. If it was not you, choose another"
                    " password.",
                    "Before this, sign-in with your login failed %(times)s times. If it was not you, choose another"
                    " password.",
                    failed,
                )
                % {"times": failed},
            )
        response = HttpResponseRedirect(where_to(request))
        devices.remember(request, response, form.cleaned_data["login"])
        return response

    def _page(self, request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
        return render(
            request,
            "accounts/sign_in.html",
            {"form": form, "next": where_to(request), "portal": settings.PORTAL_NAME},
            status=status,
        )


class SignOut(View):
    def post(self, request: HttpRequest) -> HttpResponse:
        services.sign_out(request, by=current_actor(), at=timezone.now())
        return HttpResponseRedirect(resolve_url(settings.LOGIN_URL))


class ChangePassword(FormPage, SignedInView):
    """Give the own account another password."""

    name = "password"
    form_class = PasswordForm
    template_name = "accounts/password.html"
    refusals = {
        services.WrongPassword: ("old", _("This is not your password. Check the keyboard layout and Caps Lock.")),
    }

    def form_arguments(self) -> dict[str, Any]:
        return {"own_login": cast(User, self.request.user).login}

    def deed(self, form: forms.Form) -> str:
        data = form.cleaned_data
        services.change_password(self.request, data["old"], data["password"], by=self.actor, at=timezone.now())
        messages.success(self.request, _("The password is changed. Wherever else you were signed in, you are not now."))
        return resolve_url(settings.LOGIN_REDIRECT_URL)


def choosing_page(request: HttpRequest) -> str:
    """Return the address on which whoever signed in with a code chooses a password, before anything else."""
    return reverse("accounts:choose_password", query={"next": where_to(request)})


def where_to(request: HttpRequest) -> str:
    """Return the page to go to after sign-in: the one asked for if it is ours, otherwise home."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return asked
    return resolve_url(settings.LOGIN_REDIRECT_URL)
