"""How a line of the log looks, and which answers leave one."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from orientir.database.security_log import note

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
REFUSALS = {403, 429}


class LineFormatter(logging.Formatter):
    """One line a record, the moment in UTC; what follows a trace is indented.

    Control characters are written as escapes: whoever puts a line break into an address or a name forges no record
    (CWE-117).
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (logging's name)
        """Return the line without what is no letter."""
        return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", super().formatMessage(record))

    def formatException(self, ei: object) -> str:  # noqa: N802  (logging's name)
        """Return the trace, every line set in, so that none looks like a record of its own."""
        return "\n".join(f"    {line}" for line in super().formatException(ei).splitlines())  # type: ignore[arg-type]


class RefusalLogMiddleware:
    """Writes down who was refused what: the key of the account and the name of the route."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code in REFUSALS:
            route = request.resolver_match
            actor = getattr(request, "actor", None)
            note(
                "refused",
                status=response.status_code,
                method=request.method,
                route=route.view_name if route else "",
                user=actor.user_id if actor else None,
                request=getattr(request, "number", None),
            )
        return response
