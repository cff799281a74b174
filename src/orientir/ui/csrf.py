"""A form whose token is not the one of this browser is not taken.

Mostly that is somebody who has signed in again in another window. They get everything back, and one press sends it.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .signed_in import SignedInView
from .unsent import give_back
from .views import SaveDraft, note_of_stale_page


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a request without the right token (`CSRF_FAILURE_VIEW`)."""
    match = request.resolver_match
    view = getattr(match.func, "view_class", None) if match else None
    if view is SaveDraft:
        return note_of_stale_page(request)
    # A foreign site could send a form of its own making here: its words are never given a button of ours.
    if view and issubclass(view, SignedInView) and request.method == "POST" and is_from_our_page(request):
        return give_back(request, view, template_name="403_csrf.html", status=403)
    return render(request, "403_csrf.html", status=403)


def is_from_our_page(request: HttpRequest) -> bool:
    """Say whether the browser vouches that a page of this very site has sent the request."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    sender = urlsplit(request.headers.get("Origin") or request.headers.get("Referer") or "")
    return (sender.scheme, sender.netloc) == (request.scheme, request.get_host())
