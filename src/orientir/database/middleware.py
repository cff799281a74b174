"""One transaction round the whole request, rendering included."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponseBase

from .context import acting_as, current_request
from .system_actors import GATE


class StreamedRows(Exception):
    """A response would be produced after its transaction has ended; a job should make a file of it."""


class ContextMiddleware:
    """Open the context of the request; undo everything when the answer is a server error.

    It stands outermost of all that asks the database. ATOMIC_REQUESTS is not used: it ends before a lazily rendered
    response is rendered, whose queries would then find no actor.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Receives and parses the body now: an upload over a bad line would hold a transaction and its connection.
        request.POST  # noqa: B018
        with acting_as(GATE):
            # The log names it once all is over.
            request.number = current_request()  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.streaming and not isinstance(response, FileResponse):
                raise StreamedRows(request.path)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
