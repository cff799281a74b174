"""The first page of an empty installation."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View

from orientir.access import services
from orientir.access.forms import FoundForm
from orientir.accounts import services as accounts
from orientir.accounts.models import User
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE
from orientir.people.services import Name
from orientir.territory.choices import Level


class Start(View):
    """The first page of an empty installation, reached by its one-time link only."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if not self._is_open(token):
            raise Http404
        return render(request, "access/start.html", {"form": FoundForm()})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        # Whoever presses twice waits here for the first press, which holds the link.
        if not self._is_open(token):
            if not accounts.was_first_link(token):
                raise Http404
            messages.info(request, _("The system has been started already: sign in."))
            return redirect(settings.LOGIN_URL)
        form = FoundForm(request.POST)
        if not form.is_valid():
            return render(request, "access/start.html", {"form": form}, status=422)
        data = form.cleaned_data
        founding = services.Founding(
            territory=data["territory"],
            level=Level(data["level"]),
            office=data["office"],
            office_short=data["office_short"],
            coordinator=Name(data["last_name"], data["first_name"], data["middle_name"]),
            login=data["login"],
            password=data["password"],
        )
        now = timezone.now()
        services.found(founding, is_demo=False, at=now)
        with acting_as(GATE):
            user = User.objects.get_by_natural_key(data["login"])
        accounts.sign_in(request, user, at=now)
        return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))

    def _is_open(self, token: str) -> bool:
        return accounts.is_empty() and accounts.open_first_link(token) is not None
