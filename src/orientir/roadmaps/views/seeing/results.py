from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from orientir.roadmaps import policy
from orientir.roadmaps.queries import results

from .faces import Choice, Face

PER_PAGE = 40


class ResultsPage(Face):
    """What came of a roadmap: by measure what its result names, how many have it, and the latest files."""

    face = "results"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        roadmap = self.running_roadmap(pk)
        figures = self.figures_of(roadmap)
        forms = results.result_forms_of(self.actor, roadmap)
        form = request.GET.get("form", "")
        form = form if form in forms else ""
        measures = Paginator(results.measures_with_result(self.actor, roadmap, form=form), PER_PAGE).get_page(
            request.GET.get("page")
        )
        return render(
            request,
            "roadmaps/seeing/results.html",
            {
                **self.head_of(roadmap, figures),
                "years": self.years(figures),
                "forms": [
                    Choice(str(_("All")), self.here(form=""), not form),
                    *(Choice(str(one.label).capitalize(), self.here(form=one), one == form) for one in forms),
                ],
                "measures": measures,
                "rows": results.results_of(
                    self.actor, list(measures), year=self.year(figures), today=timezone.localdate()
                ),
                "reads_files": self.actor.may(policy.SEE_REPORTS),
            },
        )
