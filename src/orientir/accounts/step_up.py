"""A weighty deed or download asks once more who sits there, when that was not shown within the last five minutes.

A page is asked for before it opens, at `/confirm/`, and comes back by itself. What is sent meets the question on the
way: the answer holds all that was sent and a field for the password or the code, and one press sends both.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from orientir.ui.signed_in import SignedInView
from orientir.ui.unsent import give_back

from . import proofs
from .forms_factor import SECRET, ConfirmForm


class ConfirmedView(SignedInView):
    """A page whose deed or download needs a password or a code within the last five minutes."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.actor.is_signed_in or proofs.is_fresh(request, at=timezone.now()):
            return super().dispatch(request, *args, **kwargs)
        if request.method != "POST":
            return HttpResponseRedirect(f"{reverse('accounts:confirm')}?{urlencode({'next': request.get_full_path()})}")
        form = ConfirmForm(request, request.POST) if SECRET in request.POST else ConfirmForm(request)
        if form.is_valid():
            return super().dispatch(request, *args, **kwargs)
        response = give_back(
            request,
            type(self),
            template_name="accounts/confirm_unsent.html",
            status=form.status if form.is_bound else 403,
            never=(SECRET,),
            more={"form": form},
        )
        return form.told_when_to_come_back(response)
