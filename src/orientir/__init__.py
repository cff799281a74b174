"""Orientir runs career-guidance roadmaps: from the approved document to assignments, reports and their acceptance.

Engines stand on the ground, apps on floors above them; `docs/architecture.md` is the plan of the house.
"""

__version__ = "0.1.0"
