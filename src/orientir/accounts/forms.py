from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .entering import enter
from .hashing import COME_BACK, Busy
from .limits import TooOften
from .models import OneTimeCode, User

LONGEST_PASSWORD = 200
WORDS_OF_BUSY = _("Very many people are signing in just now. Nothing is wrong: wait a few seconds and press again.")

Response = TypeVar("Response", bound=HttpResponse)


def words_of_waiting(seconds: int) -> str:
    """Say when the next try may be made."""
    minutes = -(-seconds // 60)
    return ngettext(
        "Sign-in failed too often. The next try is in %(minutes)d minute; until then even the right password is not"
        " looked at. A one-time code works at once.",
        "Sign-in failed too often. The next try is in %(minutes)d minutes; until then even the right password is not"
        " looked at. A one-time code works at once.",
        minutes,
    ) % {"minutes": minutes}


class NewPasswordFields(forms.Form):
    """A password that somebody chooses, typed twice."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        help_text=_("At least 12 characters; a sentence is easier to remember than a word."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password once more"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def login_of_account(self) -> str:
        """Return the login that the password must not resemble, as far as it is known."""
        return str(self.cleaned_data.get("login", ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password and password != cleaned.get("again"):
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
        elif password:
            try:
                validate_password(password, User(login=self.login_of_account()))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class PasswordForm(NewPasswordFields):
    """Another password for the own account."""

    old = forms.CharField(
        label=_("Password until now"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old", "password", "again"]

    def __init__(self, *args: Any, own_login: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own_login = own_login
        self.fields["password"].label = _("New password")
        self.fields["again"].label = _("New password once more")

    def login_of_account(self) -> str:
        return self.own_login


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


class SignInForm(CheckedForm):
    """Login and password; one answer for all that can be wrong with them."""

    login = forms.CharField(
        label=_("Login or e-mail"), max_length=254, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.entered: User | OneTimeCode | None = None

    def check_typed(self, cleaned: dict[str, Any]) -> None:
        self.entered = enter(self.request, cleaned["login"], cleaned["password"], at=timezone.now())
        if self.entered is None:
            raise forms.ValidationError(
                _("Login and password do not match. Check the keyboard layout and Caps Lock, then try again.")
            )
