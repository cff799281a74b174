from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.database.context import current_actor

from . import checking, factors
from .forms import LONGEST_PASSWORD, WORDS_OF_BUSY, words_of_waiting
from .hashing import COME_BACK, Busy
from .limits import TooOften

SECRET = "confirm_with"  # noqa: S105  (the name of a field)
LONGEST_CODE = 40

Response = TypeVar("Response", bound=HttpResponse)


class CheckedForm(forms.Form):
    """A form that is valid when what was typed is right; `status` is how a wrong one is answered."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.status, self.retry_after = 422, 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            self.check_typed(cleaned)
        except TooOften as refusal:
            self.status, self.retry_after = 429, refusal.seconds
            raise forms.ValidationError(words_of_waiting(refusal.seconds)) from None
        except Busy:
            self.status, self.retry_after = 503, COME_BACK
            raise forms.ValidationError(WORDS_OF_BUSY) from None
        return cleaned

    def check_typed(self, cleaned: dict[str, Any]) -> None:
        """Take what was typed or say what is wrong."""
        raise NotImplementedError

    def told_when_to_come_back(self, response: Response) -> Response:
        """Return the answer with the time after which the next try is looked at."""
        if self.retry_after:
            response["Retry-After"] = str(self.retry_after)
        return response


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
