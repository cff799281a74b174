"""Pages on the way to the region's portal and back. Where none is set there are no such pages.

They are left by links, not by forms: the content security policy lets forms lead to this site only, also by a redirect.
"""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View

from orientir.database.context import acting_as, current_actor
from orientir.database.system_actors import GATE
from orientir.ui.form_page import FormPage

from . import portal
from .proofs import FRESH_FOR
from .step_up import ConfirmedView
from .views import where_to

_SIGNER = TimestampSigner(salt="orientir.accounts.portal")


class WithPortal(View):
    """A page of installations for which a portal is set."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.PORTAL_NAME and hasattr(self, str(request.method).lower()):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class SignInByPortal(WithPortal):
    """Leads to the portal."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if current_actor().is_signed_in:
            return HttpResponseRedirect(where_to(request))
        return portal.start(request, next_url=where_to(request))


class BackFromPortal(WithPortal):
    """Where the portal sends people back to."""

    def get(self, request: HttpRequest, provider_id: str) -> HttpResponseBase:
        if provider_id != portal.PROVIDER:
            raise Http404
        # Whose subject it is is looked up before it is known who asks.
        with acting_as(GATE):
            provider = get_adapter().get_provider(request, provider_id)
            view = OAuth2CallbackView.adapter_view(provider.get_oauth2_adapter(request))
            answer: HttpResponseBase = view(request)
        return answer


class TiePortal(FormPage, WithPortal, ConfirmedView):
    """The portal and the own account: tied by a link that only this page gives, untied by a press."""

    name = "portal"
    form_class = forms.Form
    template_name = "accounts/portal.html"

    def page_context(self) -> dict[str, Any]:
        token = _SIGNER.sign(str(self.actor.user_id))
        return {
            "portal": settings.PORTAL_NAME,
            "ties": portal.ties(self.actor),
            "go_url": reverse("accounts:go_to_portal", query={"token": token}),
        }

    def deed(self, form: forms.Form) -> str:
        portal.untie(by=self.actor, at=timezone.now())
        messages.success(self.request, _("The portal is untied: nobody signs in to this account by it."))
        return resolve_url("accounts:security")


class GoToPortal(WithPortal, ConfirmedView):
    """Leads to the portal to tie it. The token shows that the own page has asked for it, and no other site."""

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            whose = _SIGNER.unsign(request.GET.get("token", ""), max_age=FRESH_FOR)
        except BadSignature:
            whose = ""
        if whose != str(self.actor.user_id):
            return HttpResponseRedirect(reverse("accounts:portal"))
        return portal.start(request, next_url="", tie=True)
