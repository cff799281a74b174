"""Reading: an office document → a roadmap.

`read_roadmap` goes through one pipeline: a reader of the format gives lines and table grids; the tables
that are a plan are known by their head; their rows become measures, the cells their fields; the lines before
the table give title, territory, period and approving act. What could not be read for certain is told as
warnings. A file that is not taken is `Refused`, a document without a plan is `NoPlan`.

`read_in_child` does the same in a process of its own with bounded memory and time; whatever came over a
network is read so.
"""

from orientir.engines.reading.child import read_in_child, read_with_original_in_child
from orientir.engines.reading.formats import SUFFIXES
from orientir.engines.reading.model import (
    REMARKS,
    Approval,
    Confidence,
    Measure,
    Period,
    Place,
    Remark,
    Roadmap,
    Section,
    Target,
    from_json,
)
from orientir.engines.reading.no_plan import NoPlan
from orientir.engines.reading.performers import performers_in
from orientir.engines.reading.pipeline import read_roadmap
from orientir.engines.reading.targets import find_targets
from orientir.engines.refusals import Refused

__all__ = [
    "REMARKS",
    "SUFFIXES",
    "Approval",
    "Confidence",
    "Measure",
    "NoPlan",
    "Period",
    "Place",
    "Refused",
    "Remark",
    "Roadmap",
    "Section",
    "Target",
    "find_targets",
    "from_json",
    "performers_in",
    "read_in_child",
    "read_roadmap",
    "read_with_original_in_child",
]
