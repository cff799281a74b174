"""Phones that show codes, and the pages on which these are asked for."""

from __future__ import annotations

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone


class Phone:
    """A phone that has taken a secret from the page and shows codes by its clock."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def code(self, ahead: int = 0) -> str:
        """Return the code of now, or of so many half minutes later."""
        return format_hotp_value(hotp_value(self.secret, int(timezone.now().timestamp()) // 30 + ahead))


def set_up(client: Client) -> Phone:
    """Set the factor up as people do, on its page."""
    page = client.get("/security/factor/")
    phone = Phone(page.context["proposal"].secret)
    answer = client.post("/security/factor/", {"submission_key": page.context["submission_key"], "code": phone.code()})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/security/card/?next=%2F")
    return phone


def enter(client: Client, code: str, **more: str) -> HttpResponse:
    return client.post("/sign-in/code/", {"code": code, **more})


def leads_to(response: HttpResponse) -> str:
    assert response.status_code == 302
    return str(response.headers["Location"])
