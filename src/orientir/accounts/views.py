from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from orientir.database.context import current_actor

from . import services
from .forms import SignInForm


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


def where_to(request: HttpRequest) -> str:
    """Return the page to go to after sign-in: the one asked for if it is ours, otherwise home."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return asked
    return resolve_url(settings.LOGIN_REDIRECT_URL)
