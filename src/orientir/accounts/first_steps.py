"""What stands between sign-in and one's rights: the second factor is entered, or set up where an appointment needs it.

Until then whoever is signed in has no rights, and every page leads there and then on. What was being sent is given back
with all its words. While a code is awaited the pages of the own account are closed too: whoever has only a stolen
password could change there what keeps them out.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from types import MappingProxyType

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import ResolverMatch, reverse
from django.views import View

from orientir.database.actor import Actor
from orientir.ui.unsent import give_back
from orientir.ui.views import SaveDraft

from . import proofs

_ALWAYS = frozenset({"accounts:sign_out", "ui:theme", "ui:size", "set_language"})


OPEN = "open_before_factor"
"""The attribute by which a view of a higher floor says that it asks for no rights and leads to another account."""


class Step(Enum):
    """What is still to be done; the value is the name of its page."""

    ENTER = "accounts:enter_code"
    SET_UP = "accounts:set_up_factor"

    def lets(self, route: ResolverMatch) -> bool:
        """Say whether a page is open before this step is done."""
        name = route.view_name
        if name in _ALWAYS or name == self.value or getattr(_view_of(route), OPEN, False):
            return True
        # What is typed elsewhere is kept for its own person, who has no factor to be asked for yet.
        return self is Step.SET_UP and (name.startswith("accounts:") or name == "ui:draft")


def step_before_rights(request: HttpRequest, *, needed: bool) -> Step | None:
    """Return what the session of somebody signed in has to do first; `needed` is whether an appointment asks for it."""
    if proofs.has_passed(request):
        return None
    if proofs.is_awaited(request):
        return Step.ENTER
    return Step.SET_UP if needed else None


def without_rights(actor: Actor) -> Actor:
    """Return the same account with nothing it may do."""
    nothing: frozenset[int] = frozenset()
    return replace(actor, role="", grants=MappingProxyType({}), organisations=nothing, named=nothing, opened=nothing)


def lead_to(step: Step, request: HttpRequest, route: ResolverMatch) -> HttpResponse:
    """Answer a request that has to wait for the step."""
    view = _view_of(route)
    where = reverse(step.value)
    if view is SaveDraft:
        return render(request, "ui/draft_note.html", {"sign_in_url": where}, status=401)
    if view is not None and request.method == "POST":
        more = {"step_url": where, "is_set_up": step is Step.ENTER}
        return give_back(request, view, template_name="accounts/factor_unsent.html", status=401, more=more)
    return redirect_to_login(request.get_full_path(), where)


def _view_of(route: ResolverMatch) -> type[View] | None:
    return getattr(route.func, "view_class", None)
