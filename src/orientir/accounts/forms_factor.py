from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.database.context import current_actor

from . import checking, factors
from .forms import LONGEST_PASSWORD, CheckedForm

SECRET = "confirm_with"  # noqa: S105  (the name of a field)
LONGEST_CODE = 40


class CodeForm(CheckedForm):
    """A code of the second factor, from the phone or from the card."""

    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST_CODE,
        help_text=_("Six figures from the phone, or one code of the printed card."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )

    def check_typed(self, cleaned: dict[str, Any]) -> None:
        try:
            checking.enter_code(self.request, cleaned["code"], by=current_actor(), at=timezone.now())
        except checking.NotConfirmed:
            self.add_error(
                "code",
                _("This code does not fit, or was used before. Wait for the next one; check the time of the phone."),
            )


class ConfirmForm(CheckedForm):
    """The password once more, or a code."""

    confirm_with = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        if factors.has_passed(request):
            self.fields[SECRET].label = _("Password or code")
            self.fields[SECRET].help_text = _("The password, six figures from the phone, or one code of the card.")

    def check_typed(self, cleaned: dict[str, Any]) -> None:
        try:
            checking.confirm(self.request, cleaned[SECRET], by=current_actor(), at=timezone.now())
        except checking.NotConfirmed:
            self.add_error(SECRET, _("This does not fit. Check the keyboard layout and Caps Lock, then try again."))


class SetUpForm(forms.Form):
    """The code that the phone shows for the new secret: proof that it has it."""

    code = forms.CharField(
        label=_("Code from the phone"),
        max_length=LONGEST_CODE,
        help_text=_("Six figures; they change every half minute."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
