"""The page of a list and its file. Both ask the same declaration, so a file never holds more than its page shows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from orientir.engines.spreadsheets.writing import write_table
from orientir.ui.components.facts import grouped
from orientir.ui.preferences import A_YEAR
from orientir.ui.signed_in import SignedInView

from .listing import MOST_IN_FILE, Listing, ListOf

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OneList(SignedInView):
    def list_of(self, **kwargs: Any) -> ListOf:
        """Permit, and return the list that is asked for."""
        raise NotImplementedError


class ListPage(OneList):
    """A page with one list; its template draws `{% list_of list %}`. Chosen columns are remembered by the browser."""

    template_name: ClassVar[str]

    def page_context(self, listing: Listing) -> dict[str, Any]:
        """Return what the page shows besides its list."""
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        listing = Listing(self.list_of(**kwargs), request)
        context = {**self.page_context(listing), "listing": listing, "list": listing.shown()}
        response = render(request, self.template_name, context)
        columns, cookie = listing.kept_columns(), listing.of.cookie
        if columns:
            response.set_cookie(
                cookie, columns, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
            )
        elif columns is not None:
            response.delete_cookie(cookie, samesite="Lax")
        return response


class ListFile(OneList):
    """The same list as a spreadsheet: all its rows, filtered, sorted and in the columns of the page."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        listing = Listing(self.list_of(**kwargs), request)
        if not listing.fits_a_file:
            said = _("A spreadsheet holds at most %(most)s rows. Narrow the list by filters and save it then.")
            messages.info(request, said % {"most": grouped(MOST_IN_FILE)})
            return redirect(listing.address())
        content = write_table(str(listing.of.title), listing.file_head(), listing.file_rows())
        response = HttpResponse(content, content_type=XLSX)
        name = f"{listing.of.name}-{timezone.localdate():%Y-%m-%d}.xlsx"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
