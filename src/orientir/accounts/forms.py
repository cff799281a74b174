from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import User


class SignInForm(forms.Form):
    """Login and password; one answer for all that can be wrong with them."""

    login = forms.CharField(
        label=_("Login"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
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
