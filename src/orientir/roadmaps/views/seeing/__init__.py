"""Seeing a plan that runs: the faces of its roadmap, and its measures."""

from .calendar import CalendarPage
from .history import HistoryPage
from .matrix import MatrixPage
from .measures import MeasurePage
from .plan import RoadmapPage
from .results import ResultsPage

__all__ = ["CalendarPage", "HistoryPage", "MatrixPage", "MeasurePage", "ResultsPage", "RoadmapPage"]
