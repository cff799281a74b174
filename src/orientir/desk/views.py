from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext

from orientir.database.policy import require
from orientir.roadmaps import policy, queries
from orientir.ui.signed_in import SignedInView

SHOWN, ROADMAPS, PER_PAGE = 10, 3, 50


class Home(SignedInView):
    """What to do now: for an office what waits and what is late, for an organisation its own work."""

    def get(self, request: HttpRequest) -> HttpResponse:
        actor, today = self.actor, timezone.localdate()
        context: dict[str, object] = {
            "today": today,
            "reports_for_office": actor.may(policy.REVIEW_REPORTS),
            "reports_for_organisation": actor.may(policy.REPORT),
            "can_upload": policy.can_upload_roadmap(actor),
        }
        if actor.may(policy.SEE_ROADMAPS):
            late = queries.late_measures(actor, today=today)
            coming_up = queries.coming_up(actor, today=today)
            context |= {
                "roadmaps": queries.roadmaps_at_work(actor, late, most=ROADMAPS),
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
        if actor.may(policy.REPORT):
            context |= {
                "own_work": queries.own_work(actor)[:SHOWN],
                "several_organisations": len(actor.scope(policy.REPORT)) > 1,
            }
        return render(request, "desk/home.html", context)


class Late(SignedInView):
    """All that is late, by measure, those with the most organisations first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(self.actor.may(policy.SEE_ROADMAPS))
        late = Paginator(queries.late_measures(self.actor, today=timezone.localdate()), PER_PAGE)
        return render(request, "desk/late.html", {"late": late.get_page(request.GET.get("page"))})


class ComingUp(SignedInView):
    """All that falls due within two weeks, by day and measure."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(self.actor.may(policy.SEE_ROADMAPS))
        coming_up = Paginator(queries.coming_up(self.actor, today=timezone.localdate()), PER_PAGE)
        return render(request, "desk/coming_up.html", {"coming_up": coming_up.get_page(request.GET.get("page"))})
