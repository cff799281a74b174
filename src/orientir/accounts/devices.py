"""Where a sign-in comes from: a device on which it succeeded before, and an address.

A device remembers in one signed cookie, which scripts do not see, for which logins sign-in has succeeded on it: keyed
hashes that mean nothing elsewhere. It opens nothing; failed sign-ins are counted apart on it (`limits`).
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from .models import User

REMEMBERED = 40
"""For how many logins a device is remembered: a class of thirty at one computer, and its teachers."""
_AGE = timedelta(days=180)
_SALT = "orientir.accounts.device"
_COOKIE = "__Host-device" if settings.HTTPS else "device"


def device_known_to(request: HttpRequest, login: str) -> str | None:
    """Return the name of this device if sign-in with this login has succeeded on it before."""
    device, marks = _remembered(request)
    return device if _mark(device, login) in marks else None


def remember(request: HttpRequest, response: HttpResponseBase, login: str) -> None:
    """Let the browser remember that sign-in with this login succeeded."""
    device, marks = _remembered(request)
    mark = _mark(device, login)
    latest = [mark, *(other for other in marks if other != mark)][:REMEMBERED]
    response.set_signed_cookie(
        _COOKIE,
        ".".join([device, *latest]),
        salt=_SALT,
        max_age=int(_AGE.total_seconds()),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def address_of(request: HttpRequest) -> str | None:
    """Return the address that the request came from, as it is counted: one network of a household in IPv6.

    Behind proxies it is what the outermost of ours saw; what stands further out in X-Forwarded-For anybody can write
    there. A proxy at this machine that nobody has declared (`ORIENTIR_PROXIES`) would make all people one address:
    then there is none.
    """
    told = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if 0 < settings.PROXIES <= len(forwarded):
        told = forwarded[-settings.PROXIES].strip()
    try:
        address = ip_address(told)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    if address.is_loopback:
        return None
    return str(ip_network((address, 64), strict=False) if address.version == 6 else address)


def _remembered(request: HttpRequest) -> tuple[str, list[str]]:
    kept = request.get_signed_cookie(_COOKIE, "", salt=_SALT, max_age=_AGE) or ""
    device, *marks = kept.split(".")
    return device or secrets.token_hex(8), marks


def _mark(device: str, login: str) -> str:
    return salted_hmac(_SALT, f"{device}:{User.normalise(login)}", algorithm="sha256").hexdigest()[:16]
