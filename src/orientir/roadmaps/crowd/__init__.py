"""A region as large as one can be, made from a seed: what benches ask their pages about.

`build` fills an empty database: organisations and people by the product's own deeds, the work of years in a few
statements beneath the same walls. All names are invented; the same seed and day give the same region.
"""

from .people import Size, lead_of
from .region import COORDINATOR, PLAN, REVIEWED, build

__all__ = ["COORDINATOR", "PLAN", "REVIEWED", "Size", "build", "lead_of"]
