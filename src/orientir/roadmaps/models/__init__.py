from .assignments import Assignment, AssignmentQuerySet
from .reports import Evidence, Report
from .roadmaps import Measure, Roadmap, Section

__all__ = ["Assignment", "AssignmentQuerySet", "Evidence", "Measure", "Report", "Roadmap", "Section"]
