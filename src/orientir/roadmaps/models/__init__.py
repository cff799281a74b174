from .amendments import Amendment
from .assignments import Assignment, AssignmentChange, AssignmentCount, AssignmentQuerySet
from .bindings import Occurrence, Performer, PerformerOrganisation, Target
from .editions import Edition
from .edits import ReviewEdit
from .reports import Evidence, Report, ReportReturn
from .roadmaps import Measure, Original, Roadmap, Section

__all__ = [
    "Amendment",
    "Assignment",
    "AssignmentChange",
    "AssignmentCount",
    "AssignmentQuerySet",
    "Edition",
    "Evidence",
    "Measure",
    "Occurrence",
    "Original",
    "Performer",
    "PerformerOrganisation",
    "Report",
    "ReportReturn",
    "ReviewEdit",
    "Roadmap",
    "Section",
    "Target",
]
