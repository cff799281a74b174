from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext

from orientir.roadmaps import policy, queries
from orientir.ui.signed_in import SignedInView

SHOWN = 10


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
            context |= {
                "roadmaps": queries.roadmaps_at_work(actor)[:SHOWN],
                "late": queries.overdue_by_measure(actor, today=today)[:SHOWN],
                "coming_up": queries.coming_up(actor, today=today)[:SHOWN],
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
