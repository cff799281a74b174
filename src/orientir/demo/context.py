from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from orientir.accounts.models import User
from orientir.ui.context import DemoRole

from .cast import GUESTS
from .guests import may_look_around


def roles(request: HttpRequest) -> dict[str, object]:
    """Context processor: the accounts a visitor of the demo can take by one press."""
    if not may_look_around(request):
        return {}
    user = getattr(request, "user", None)
    own = user.login if isinstance(user, User) else ""
    return {
        "demo_roles": [
            DemoRole(guest.title, reverse("demo:sign_in", args=[guest.login]), current=guest.login == own)
            for guest in GUESTS
        ]
    }
