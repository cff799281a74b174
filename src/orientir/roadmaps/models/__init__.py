from .assignments import Assignment, AssignmentQuerySet
from .reports import Evidence, Report, ReportReturn
from .roadmaps import Measure, Roadmap, Section

__all__ = ["Assignment", "AssignmentQuerySet", "Evidence", "Measure", "Report", "ReportReturn", "Roadmap", "Section"]
