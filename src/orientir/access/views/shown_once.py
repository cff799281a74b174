"""Pages whose deed makes a secret: the answer to the deed itself shows it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from orientir.accounts.step_up import ConfirmedView
from orientir.ui.form_page import FormPage


class ShownOnce(FormPage, ConfirmedView):
    """A form whose deed leaves in `shown` what is to be seen of it.

    So it is kept nowhere, neither in the session nor on the way to another page. When that answer is asked for again,
    the form was sent before, and its sender is led to where the deed leads, without the secret.
    """

    shown: HttpResponse | None = None

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        answer = super().post(request, **kwargs)
        return self.shown or answer
