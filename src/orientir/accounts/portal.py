"""Sign-in by a portal of the region, over OpenID Connect.

The protocol is allauth's: the code flow with state and PKCE. Ours is what comes of the answer: nobody gets an account
by it. A subject of the portal is tied to an account that exists, by its owner, or because the portal vouches for the
very address to which the owner was invited. Of what the portal tells only the subject is kept.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, cast

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.jobs import actor_named
from orientir.database.security_log import note
from orientir.database.system_actors import GATE

from . import services
from .models import User
from .proofs import Proof

PROVIDER = "portal"
"""The name of the one provider among allauth's: it stands in the address to which the portal sends people back."""


class TiedElsewhere(Exception):
    """This subject of the portal is tied to another account."""


class PortalAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Takes the portal's answer over from allauth, whose own accounts, addresses and pages are not used."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> PortalProvider:
        kind: type[PortalProvider] = import_string(settings.PORTAL_PROVIDER)
        return kind(request, app=super().get_provider(request, provider, client_id).app)

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Say that an address alone signs nobody in here; see `_invited`."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        raise ImmediateHttpResponse(_finish(request, sociallogin))

    def on_authentication_error(self, request: HttpRequest, provider: Any, error: Any = None, **told: Any) -> None:
        note("portal_refused", reason=str(error or "unknown"))
        raise ImmediateHttpResponse(_back(request, _("Sign-in by the portal did not come about. Try again.")))


class PortalProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types
    """Reads of the portal's answer who it is, and checks that it is the answer to this very question.

    A portal that speaks a dialect of its own gets a class derived from this one (`ORIENTIR_PORTAL_PROVIDER`); what it
    asks and how it proves itself is its `oauth2_adapter_class`.
    """

    def extract_uid(self, data: dict[str, Any]) -> str:
        signed, told = data.get("id_token") or {}, data.get("userinfo") or {}
        if not signed or (told and told.get("sub") != signed.get("sub")):
            raise OAuth2Error("the portal tells of another subject than it has signed")
        return str(signed["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        self.request.portal_nonce = data["id_token"].get("nonce", "")
        return {}


def start(request: HttpRequest, *, next_url: str, tie: bool = False) -> HttpResponse:
    """Lead to the portal: to sign in, or to tie its subject to the account that is signed in."""
    nonce = secrets.token_urlsafe(16)
    user = cast(User, request.user).pk if tie else None
    try:
        answer: HttpResponse = (
            get_adapter()
            .get_provider(request, PROVIDER)
            .redirect(
                request,
                AuthProcess.CONNECT if tie else AuthProcess.LOGIN,
                next_url,
                {"user": user, "nonce": nonce},
                auth_params={"nonce": nonce},
            )
        )
    except OSError:  # what `requests` raises is one of these
        note("portal_silent")
        return _back(request, _("The portal does not answer. Sign in by login and password."))
    return answer


def ties(by: Actor) -> list[SocialAccount]:
    """Return the subjects of the portal that are tied to the own account."""
    return list(SocialAccount.objects.filter(user_id=by.user_id or 0, provider=PROVIDER))


@transaction.atomic
def tie(subject: str, *, user_id: int, by: Actor, at: datetime) -> None:
    """Tie a subject of the portal to an account.

    Raises:
        TiedElsewhere: it is tied to another one.
    """
    with acting_as(GATE):
        user = User.objects.select_for_update().get(pk=user_id)
        found = SocialAccount.objects.filter(provider=PROVIDER, uid=subject).first()
        if found and found.user_id != user_id:
            raise TiedElsewhere
        if not found:
            with journal.entry("portal_tied", by=by, at=at, about=user):
                SocialAccount.objects.create(user=user, provider=PROVIDER, uid=subject, extra_data={})


@transaction.atomic
def untie(*, by: Actor, at: datetime) -> None:
    """Untie the portal from the own account."""
    with journal.entry("portal_untied", by=by, at=at):
        SocialAccount.objects.filter(user_id=by.user_id or 0, provider=PROVIDER).delete()


def _finish(request: HttpRequest, login: SocialLogin) -> HttpResponse:
    """Answer somebody whom the portal has sent back. Runs as the gate."""
    now, asked = timezone.now(), login.state["data"]
    if not constant_time_compare(request.portal_nonce, asked["nonce"]):  # type: ignore[attr-defined]
        note("portal_refused", reason="nonce")
        return _back(request, _("Sign-in by the portal did not come about. Try again."))
    if login.state["process"] == AuthProcess.CONNECT:
        return _tie_own(request, login.account.uid, asked["user"], at=now)
    user = login.user if login.is_existing else _invited(login, at=now)
    if user is None or not user.is_active:
        note("sign_in_failed", by="portal")
        words = _(
            "The portal knows you, and no account here is tied to it. Sign in by login and password and tie it on"
            " the page «Sign-in and security»."
        )
        return _back(request, words)
    services.sign_in(request, user, at=now, proof=Proof.PORTAL)
    return HttpResponseRedirect(login.state.get("next") or resolve_url(settings.LOGIN_REDIRECT_URL))


def _tie_own(request: HttpRequest, subject: str, user_id: int, *, at: datetime) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.user_id != user_id:  # signed out meanwhile, or somebody else by now
        return _back(request, _("You were signed out meanwhile. Sign in and tie the portal once more."))
    try:
        tie(subject, user_id=user_id, by=actor, at=at)
        messages.success(request, _("The portal is tied to your account: you can sign in by it."))
    except TiedElsewhere:
        messages.error(request, _("This account of the portal is tied to another account here."))
    return HttpResponseRedirect(reverse("accounts:security"))


def _invited(login: SocialLogin, *, at: datetime) -> User | None:
    """Return whose address the portal vouches for, and tie the two, if that account is tied to nobody yet.

    An account has an address only when its owner came by an invitation that was mailed there.
    """
    addresses = {User.normalise(one.email) for one in login.email_addresses if one.verified is True}
    user = User.objects.filter(email__in=addresses - {""}, is_active=True).first()
    if user is None or SocialAccount.objects.filter(user=user, provider=PROVIDER).exists():
        return None
    tie(login.account.uid, user_id=user.pk, by=actor_named(f"user:{user.pk}"), at=at)
    return user


def _back(request: HttpRequest, words: str | Promise) -> HttpResponse:
    messages.warning(request, str(words))
    return HttpResponseRedirect(resolve_url(settings.LOGIN_URL))
