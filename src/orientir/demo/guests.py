"""When somebody may sign in by one press."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from orientir.accounts.models import Installation

from .cast import GUESTS, Guest

LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}
PROXY_HEADERS = {"HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_CLIENT_IP"}


def may_look_around(request: HttpRequest) -> bool:
    """Say whether the demo's accounts are open to this visitor.

    All of it has to hold: the server listens on a loopback address, the visitor comes from one, by a local name,
    without a proxy in between (which would make everybody look local), and the database was built as a demo.
    """
    return (
        _is_loopback(settings.LISTENS_ON)
        and _is_loopback(request.META.get("REMOTE_ADDR", ""))
        and urlsplit(f"//{request.get_host()}").hostname in LOCAL_NAMES
        and not any(_tells_of_a_proxy(header) for header in request.META)
        and Installation.objects.filter(is_demo=True).exists()
    )


def guest_called(login: str) -> Guest | None:
    return next((guest for guest in GUESTS if guest.login == login), None)


def _tells_of_a_proxy(header: str) -> bool:
    return header in PROXY_HEADERS or header.startswith("HTTP_X_FORWARDED_")


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
