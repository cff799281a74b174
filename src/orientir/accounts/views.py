from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views import View

from orientir.database.context import current_actor
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

from . import services
from .forms import PasswordForm, SignInForm
from .models import User


class SignIn(View):
    """The door of the product."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if current_actor().is_signed_in:
            return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
        return self._page(request, SignInForm(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SignInForm(request, request.POST)
        if not form.is_valid() or form.user is None:
            return self._page(request, form, status=422)
        services.sign_in(request, form.user, at=timezone.now())
        return HttpResponseRedirect(where_to(request))

    def _page(self, request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
        return render(request, "accounts/sign_in.html", {"form": form, "next": where_to(request)}, status=status)


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


def where_to(request: HttpRequest) -> str:
    """Return the page to go to after sign-in: the one asked for if it is ours, otherwise home."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return asked
    return resolve_url(settings.LOGIN_REDIRECT_URL)
