from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orientir.access.queries import places_of, vacancies
from orientir.database.policy import require
from orientir.roadmaps import policy, queries
from orientir.roadmaps.views.seeing.faces import Choice
from orientir.ui.signed_in import SignedInView

from .places import Here, reached_from, waits_elsewhere

SHOWN, ROADMAPS, PER_PAGE = 10, 3, 50


class Home(SignedInView):
    """What to do now: for an office what waits and what is late, for an organisation its own work.

    Who holds appointments in several places sees the work of all; `place` in the address shows one of them, and what
    waits in the others is counted beneath.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        today, places = timezone.localdate(), places_of(self.actor)
        reached = reached_from(self.actor, places) if len(places) > 1 else []
        here = next((place for place in reached if str(place.key) == request.GET.get("place")), None)
        actor = here.seen_from_here(self.actor) if here else self.actor
        at_work = queries.organisations_at_work(actor)
        context: dict[str, object] = {
            "today": today,
            "places": places,
            "ways": _ways(reached, here),
            "elsewhere": waits_elsewhere(self.actor, reached, here) if here else [],
            "vacancies": vacancies(self.actor) if actor.may(policy.REPORT) else [],
            "reports_for_office": actor.may(policy.REVIEW_REPORTS),
            "works_here": bool(at_work),
            "reports_for": actor.scope(policy.REPORT),
            "can_upload": policy.can_upload_roadmap(actor),
        }
        if actor.may(policy.SEE_ROADMAPS):
            plans = queries.plans_in_force(actor)
            late = queries.late_measures(actor, plans, today=today)
            coming_up = queries.coming_up(actor, plans, today=today)
            context |= {
                "roadmaps": queries.roadmaps_at_work(actor, plans[:ROADMAPS], late),
                "late": late[:SHOWN],
                "late_more": len(late) - SHOWN,
                "coming_up": coming_up[:SHOWN],
                "coming_up_more": len(coming_up) - SHOWN,
            }
        if actor.may(policy.REVIEW_REPORTS):
            waiting = queries.reports_to_review(actor)
            count = waiting.count()
            context |= {
                "to_review": waiting[:SHOWN],
                "to_review_count": count,
                "to_review_words": ngettext("report waits for your review", "reports wait for your review", count),
            }
        if at_work:
            sees_all = bool(reached) and here is None
            context |= {
                "own_work": queries.own_work(actor)[:SHOWN],
                "several_organisations": sees_all or len(at_work) > 1,
            }
        return render(request, "desk/home.html", context)


def _ways(places: Sequence[Here], here: Here | None) -> list[Choice]:
    """Return the ways between the places of somebody who has several."""
    if not places:
        return []
    home = reverse("desk:home")
    several = [Choice(place.name, f"{home}?place={place.key}", place == here) for place in places]
    return [Choice(_("All places"), home, here is None), *several]


class Late(SignedInView):
    """All that is late, by measure, those with the most organisations first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(self.actor.may(policy.SEE_ROADMAPS))
        plans = queries.plans_in_force(self.actor)
        late = Paginator(queries.late_measures(self.actor, plans, today=timezone.localdate()), PER_PAGE)
        return render(request, "desk/late.html", {"late": late.get_page(request.GET.get("page"))})


class ComingUp(SignedInView):
    """All that falls due within two weeks, by day and measure."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(self.actor.may(policy.SEE_ROADMAPS))
        plans = queries.plans_in_force(self.actor)
        coming_up = Paginator(queries.coming_up(self.actor, plans, today=timezone.localdate()), PER_PAGE)
        return render(request, "desk/coming_up.html", {"coming_up": coming_up.get_page(request.GET.get("page"))})
