from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from orientir.accounts.models import User
from orientir.database.actor import ANONYMOUS
from orientir.database.context import become

from .actors import signed_in


class ActorMiddleware:
    """Hand the request over from the gate, which may look up accounts, to the actor who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        actor, identity = ANONYMOUS, None
        # Asking whether it is an account loads it now, while the gate still acts.
        if request.user.is_authenticated and isinstance(request.user, User):
            actor, identity = signed_in(request.user)
        request.actor = actor  # type: ignore[attr-defined]
        request.identity = identity  # type: ignore[attr-defined]
        become(actor)
        return self.get_response(request)
