"""Pages of the second factor: entering a code, confirming again, setting the factor up, the printed card."""

from __future__ import annotations

from textwrap import wrap
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.database.policy import require
from orientir.ui.form_page import FormPage
from orientir.ui.signed_in import SignedInView

from . import factors
from .forms import CheckedForm
from .forms_factor import CodeForm, ConfirmForm, SetUpForm
from .models import User
from .step_up import ConfirmedView
from .views import where_to


class CheckedPage(SignedInView):
    """A page that asks for something only the owner of the account knows, and then goes on."""

    form_class: type[CheckedForm]
    template_name: str

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, self.form_class(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request, request.POST)
        if form.is_valid():
            return HttpResponseRedirect(where_to(request))
        return form.told_when_to_come_back(self._page(request, form, form.status))

    def _page(self, request: HttpRequest, form: CheckedForm, status: int = 200) -> HttpResponse:
        only_portal = settings.PORTAL_NAME and not cast(User, request.user).has_usable_password()
        context = {"form": form, "next": where_to(request), "only_portal": only_portal}
        return render(request, self.template_name, context, status=status)


class EnterCode(CheckedPage):
    """The second page of sign-in, for accounts with a second factor."""

    form_class = CodeForm
    template_name = "accounts/enter_code.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not factors.is_set_up(self.actor.user_id or 0):
            return HttpResponseRedirect(where_to(request))
        return super().get(request)


class Confirm(CheckedPage):
    """Asks again who sits there, before a weighty page."""

    form_class = ConfirmForm
    template_name = "accounts/confirm.html"


class SetUpFactor(FormPage, ConfirmedView):
    """Put a secret into the phone and show that it is there."""

    name = "set_up_factor"
    form_class = SetUpForm
    template_name = "accounts/set_up_factor.html"
    refusals = {
        factors.WrongCode: (
            "code",
            _("The phone shows another code. Check its time, scan the picture once more and type the newest code."),
        ),
        factors.NothingProposed: ("", _("The picture is another one now: scan it anew.")),
    }

    def page_context(self) -> dict[str, Any]:
        return {
            "proposal": factors.propose(self.request, cast(User, self.request.user)),
            "is_set_up": factors.is_set_up(self.actor.user_id or 0),
            "next": where_to(self.request),
        }

    def deed(self, form: forms.Form) -> str:
        factors.set_up(self.request, form.cleaned_data["code"], by=self.actor, at=timezone.now())
        messages.success(self.request, _("The second factor is set up. Print the card now."))
        return reverse("accounts:code_card", query={"next": where_to(self.request)})


class CodeCard(FormPage, ConfirmedView):
    """The codes that are left, to be printed; a press makes new ones."""

    name = "code_card"
    form_class = forms.Form
    template_name = "accounts/code_card.html"

    def page_context(self) -> dict[str, Any]:
        codes = [" ".join(wrap(code, 4)) for code in factors.card(self.actor)]
        numbered = list(enumerate(codes, start=1))
        half = -(-len(codes) // 2)
        return {
            "login": cast(User, self.request.user).login,
            "codes": codes,
            "halves": [numbered[:half], numbered[half:]],
            "has_factor": factors.is_set_up(self.actor.user_id or 0),
            "next": where_to(self.request),
        }

    def deed(self, form: forms.Form) -> str:
        require(factors.is_set_up(self.actor.user_id or 0))
        factors.new_card(by=self.actor, at=timezone.now())
        messages.success(self.request, _("A new card is made. The older one is worth nothing any more: tear it up."))
        return reverse("accounts:code_card")


class TakeFactorOff(FormPage, ConfirmedView):
    """Sign in without a second factor again, where no appointment needs one."""

    name = "take_factor_off"
    form_class = forms.Form
    template_name = "accounts/take_factor_off.html"

    def prepare(self, **kwargs: Any) -> None:
        require(not getattr(self.request, "needs_second_factor", False) and factors.is_set_up(self.actor.user_id or 0))

    def deed(self, form: forms.Form) -> str:
        factors.take_off(self.actor.user_id or 0, by=self.actor, at=timezone.now())
        factors.forget(self.request)
        messages.success(self.request, _("The second factor is taken off. Sign-in asks for the password only."))
        return resolve_url("accounts:security")
