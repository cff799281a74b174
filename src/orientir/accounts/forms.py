from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import User

LONGEST_PASSWORD = 200


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


class SignInForm(forms.Form):
    """Login and password; one answer for all that can be wrong with them."""

    login = forms.CharField(
        label=_("Login"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "login" in cleaned and "password" in cleaned:
            self.user = authenticate(self.request, login=cleaned["login"], password=cleaned["password"])
            if self.user is None:
                raise forms.ValidationError(
                    _("Login and password do not match. Check the keyboard layout and Caps Lock, then try again.")
                )
        return cleaned
