"""How the installation does: for the technical administrator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from orientir.access import installation, policy
from orientir.database.policy import require
from orientir.ui.signed_in import SignedInView


class Installation(SignedInView):
    """Jobs, the journal's seal, the last backup, tables and walls, disk: counts only."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(self.actor.may(policy.SEE_INSTALLATION))
        return render(request, "access/installation.html", {"health": installation.health(at=timezone.now())})
