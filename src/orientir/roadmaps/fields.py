"""The printed fields of a measure: what each is called here, by the reader, and by people."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .models import Measure

TEXTS = ("number", "text", "term_words", "performers_words", "result", "indicator")
"""What of a measure is edited as words."""

DOUBT_OF = {
    "number": "number",
    "text": "title",
    "term_words": "term",
    "performers_words": "executors",
    "result": "result",
    "indicator": "indicator_raw",
}
"""The reader's name for each, under which its doubts and places are kept."""

LABELS: dict[str, Any] = {
    "number": _("No."),
    "text": _("Measure"),
    "term_words": _("Term"),
    "performers_words": _("Performers"),
    "result": _("Expected result"),
    "indicator": _("Indicator"),
}
"""As a person calls them."""


def version_of(measure: Measure) -> str:
    """Return what tells the words of a measure from those somebody else has written meanwhile."""
    return hashlib.sha256("\x1f".join(getattr(measure, name) for name in TEXTS).encode()).hexdigest()[:16]
