"""What one wants to know of roadmaps and their work.

`figures` counts, `work` is what somebody has to do, `lists` what the lists hold, `home` is what wants attention now,
`plan`, `calendar`, `matrix`, `results` and `history` are the faces of a roadmap in force.
"""

from .figures import Figures, Tally, figures_of, tallies
from .history import Moment, history_of_assignment, history_of_roadmap
from .home import (
    ComingUp,
    LateMeasure,
    RoadmapAtWork,
    coming_up,
    late_measures,
    plans_in_force,
    roadmaps_at_work,
)
from .names import names_of
from .plan import SectionMeasures, sections_with_measures
from .work import next_to_review, organisations_at_work, own_work, reports_to_review

__all__ = [
    "ComingUp",
    "Figures",
    "LateMeasure",
    "Moment",
    "RoadmapAtWork",
    "SectionMeasures",
    "Tally",
    "coming_up",
    "figures_of",
    "history_of_assignment",
    "history_of_roadmap",
    "late_measures",
    "names_of",
    "next_to_review",
    "organisations_at_work",
    "own_work",
    "plans_in_force",
    "reports_to_review",
    "roadmaps_at_work",
    "sections_with_measures",
    "tallies",
]
