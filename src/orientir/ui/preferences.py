"""How a person likes to see the pages: theme and size of print.

Both live in a cookie, not in the account: they belong to the screen in front of the person, and they work
before anybody has signed in. A cookie holds one word of a closed list, so nothing else can come through it.
"""

from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEME_COOKIE: Final = "theme"
SIZE_COOKIE: Final = "size"
THEMES: Final = ("light", "dark")
SIZES: Final = ("large",)
A_YEAR: Final = 365 * 24 * 60 * 60


def chosen_theme(request: HttpRequest) -> str:
    """The theme the person chose, or nothing: then the page follows the device."""
    return _known(request.COOKIES.get(THEME_COOKIE), THEMES)


def chosen_size(request: HttpRequest) -> str:
    """Large print, or nothing for the ordinary size."""
    return _known(request.COOKIES.get(SIZE_COOKIE), SIZES)


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme that was pressed; an empty one returns to what the device prefers."""
    return _keep(request, THEME_COOKIE, _known(request.POST.get("theme"), THEMES))


@require_POST
def set_size(request: HttpRequest) -> HttpResponse:
    """Keep the size of print that was pressed; an empty one returns to the ordinary size."""
    return _keep(request, SIZE_COOKIE, _known(request.POST.get("size"), SIZES))


def _known(word: str | None, words: Sequence[str]) -> str:
    return word if word is not None and word in words else ""


def _keep(request: HttpRequest, cookie: str, word: str) -> HttpResponse:
    back = request.POST.get("next", "")
    # The address comes from the form, so it is believed only where it stays on this site.
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if word:
        response.set_cookie(cookie, word, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(cookie, samesite="Lax")
    return response
