from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from orientir.accounts.first_steps import Step, lead_to, step_before_rights, without_rights
from orientir.accounts.models import User
from orientir.database.actor import ANONYMOUS
from orientir.database.context import become

from .actors import signed_in


class ActorMiddleware:
    """Hand the request over from the gate, which may look up accounts, to the actor who asks.

    Whoever has not passed the second factor that their account or an appointment asks for acts without rights, and is
    led there first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        actor, identity, step = ANONYMOUS, None, None
        # Asking whether it is an account loads it now, while the gate still acts.
        if request.user.is_authenticated and isinstance(request.user, User):
            known = signed_in(request.user)
            actor, identity = known.actor, known.identity
            request.needs_second_factor = known.needs_second_factor  # type: ignore[attr-defined]
            step = step_before_rights(request, needed=known.needs_second_factor)
            if step:
                actor, identity = without_rights(actor), replace(identity, notices=(), signs={})
        request.actor = actor  # type: ignore[attr-defined]
        request.identity = identity  # type: ignore[attr-defined]
        request.step_before_rights = step  # type: ignore[attr-defined]
        become(actor)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, words: Any, named: Any) -> HttpResponseBase | None:
        """Lead whoever has to to the second factor, now that it is known which page was asked for."""
        step: Step | None = request.step_before_rights  # type: ignore[attr-defined]
        route = request.resolver_match
        if step is None or route is None or step.lets(route):
            return None
        return lead_to(step, request, route)
