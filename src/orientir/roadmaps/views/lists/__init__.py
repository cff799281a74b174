"""The lists: roadmaps, the measures of one, assignments, reports that wait. Each is a page and a spreadsheet."""

from .assignments import AssignmentFile, AssignmentList
from .measures import MeasureFile, MeasureList
from .reports import ReportFile, ReviewQueue
from .roadmaps import RoadmapFile, RoadmapList

__all__ = [
    "AssignmentFile",
    "AssignmentList",
    "MeasureFile",
    "MeasureList",
    "ReportFile",
    "ReviewQueue",
    "RoadmapFile",
    "RoadmapList",
]
