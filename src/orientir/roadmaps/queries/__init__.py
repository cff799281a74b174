"""What one wants to know of roadmaps and their work.

`figures` counts, `work` are the lists of those who have something to do, `home` is what wants attention now, `plan`,
`calendar`, `matrix`, `results` and `history` are the faces of a roadmap in force.
"""

from .figures import Figures, Tally, figures_of, tallies
from .history import Moment, history_of_assignment, history_of_roadmap
from .home import (
    ComingUp,
    LateMeasure,
    RoadmapAtWork,
    coming_up,
    late_measures,
    roadmaps_at_work,
    roadmaps_with_progress,
)
from .plan import SectionMeasures, due_date_of, sections_with_measures
from .work import next_to_review, own_submitted, own_work, reports_to_review

__all__ = [
    "ComingUp",
    "Figures",
    "LateMeasure",
    "Moment",
    "RoadmapAtWork",
    "SectionMeasures",
    "Tally",
    "coming_up",
    "due_date_of",
    "figures_of",
    "history_of_assignment",
    "history_of_roadmap",
    "late_measures",
    "next_to_review",
    "own_submitted",
    "own_work",
    "reports_to_review",
    "roadmaps_at_work",
    "roadmaps_with_progress",
    "sections_with_measures",
    "tallies",
]
