from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.views import View

from orientir.accounts import services
from orientir.accounts.models import User
from orientir.accounts.proofs import Proof
from orientir.database.context import acting_as, current_actor
from orientir.database.system_actors import GATE

from .guests import guest_called, may_look_around


class SignInAs(View):
    """Take one of the demo's accounts by one press; where that is not allowed there is no such page."""

    open_before_factor = True

    def post(self, request: HttpRequest, login: str) -> HttpResponse:
        if not may_look_around(request) or guest_called(login) is None:
            raise Http404
        with acting_as(GATE):
            user = User.objects.get_by_natural_key(login)
        services.sign_out(request, by=current_actor(), at=timezone.now())
        services.sign_in(request, user, at=timezone.now(), proof=Proof.PRESS)
        return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
