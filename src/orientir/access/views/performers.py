"""Whom printed performers mean: what is remembered, and what would be found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.access import queries
from orientir.territory import performers
from orientir.territory import policy as territories
from orientir.territory.classes import NoSuchClass, class_of_key, words_of_classes
from orientir.territory.models import Organisation, Territory
from orientir.territory.performers import Candidate, Performers

from .classes import OfTerritory, address_of

LONGEST = 500


class PerformerList(OfTerritory):
    """What is remembered for a territory; words that are typed in are looked up."""

    def get(self, request: HttpRequest) -> HttpResponse:
        territory = self.territory()
        printed = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
        remembered = list(performers.remembered_in(territory))
        found = self._look_up(printed, territory) if printed else []
        keys = {kept.class_key for kept in remembered} | {candidate.class_key for candidate in found}
        words = words_of_classes(class_of_key(key) for key in keys if key)
        context = {
            "territory": territory,
            "places": self.places("access:performers"),
            "remember_address": address_of("access:remember_performer", territory=territory),
            "printed": printed,
            "candidates": [
                (one, words.get(one.class_key), round(one.confidence * 100), _reasons(one)) for one in found
            ],
            "remembered": [(kept, words.get(kept.class_key)) for kept in remembered],
        }
        return render(request, "access/performer_list.html", context)

    def _look_up(self, printed: str, territory: Territory) -> list[Candidate]:
        office = territories.offices_keeping(self.actor).filter(territory=territory).first()
        reader = Performers(territory, on=timezone.localdate(), plan_organisation=office)
        return list(reader.resolve(printed).candidates)


class Remember(OfTerritory):
    """Remember whom printed words mean."""

    def post(self, request: HttpRequest) -> HttpResponse:
        territory = self.territory()
        sent = request.POST
        here = Q(territory__path__startswith=territory.path) | Q(territory__in=territory.keys_above)
        kept = Organisation.objects.filter(here, pk__in=_keys(sent.getlist("organisations")))
        try:
            performers.remember(
                sent.get("printed", "").replace("\x00", "")[:LONGEST],
                territory=territory,
                organisations=list(kept),
                class_key=sent.get("class_key", "").replace("\x00", ""),
                duty=sent.get("duty", "").replace("\x00", "")[:200],
                by=self.actor,
                at=timezone.now(),
            )
        except (performers.NothingDecided, performers.NoWords, NoSuchClass):
            messages.error(request, _("Look the words up first, then choose what they mean."))
        return redirect(address_of("access:performers", territory=territory))


class Forget(OfTerritory):
    """Take back what was remembered."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        kept = get_object_or_404(queries.remembered_kept(self.actor).select_related("territory"), pk=pk)
        performers.forget(kept, by=self.actor, at=timezone.now())
        return redirect(address_of("access:performers", territory=kept.territory))


def _reasons(candidate: Candidate) -> list[Any]:
    return [performers.REASONS[code] for code in candidate.reasons]


def _keys(values: list[str]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19]
