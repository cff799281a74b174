"""By which server mail leaves, from one address in the environment."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Mail:
    """A server that takes mail, and whom it comes from; without a host none leaves."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    sender: str = ""


def mail_of(url: str) -> Mail:
    """Read `smtp+starttls://user:password@host:port/?from=address`; nothing means that no mail leaves.

    Raises:
        ImproperlyConfigured: it is no such address, or names nobody whom letters come from.
    """
    if not url:
        return Mail()
    parts = urlsplit(url)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if parts.scheme not in PORTS or not parts.hostname or "@" not in sender:
        raise ImproperlyConfigured(
            "ORIENTIR_MAIL_URL is smtp://, smtp+starttls:// or smtps://, then USER:PASSWORD@HOST:PORT/?from=ADDRESS"
        )
    return Mail(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+starttls",
        tls=parts.scheme == "smtps",
        sender=sender,
    )
