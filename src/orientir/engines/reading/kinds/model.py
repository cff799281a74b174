"""What the words of a measure say about it: frozen findings, each with its confidence and its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

FULFILMENTS = frozenset(
    "act agreement analysis choice consultation contest coordination course decision diagnostics effect event"
    " monitoring outcome pathway programme recommendation register resource survey".split()
)
RESULT_FORMS = frozenset(
    "agreement analytic_note application bank calendar digital_resource enrolment event_held letter local_act"
    " method_guide none_named order participation plan programme questionnaire_results recommendations register"
    " report site_page statistics".split()
)
EVENTS = frozenset(
    "camp_shift championship class_hour conference consultation contest excursion fair lesson masterclass media"
    " meeting_employer meeting_students olympiad open_day other parent_meeting professional_probe quest round_table"
    " seminar".split()
)
AUDIENCES = frozenset("organisations parents public staff students".split())
CATEGORIES = frozenset("college_students gifted low_motivated ovz preschool".split())
LEVELS = frozenset("authority both college school".split())
FAN_OUTS = frozenset("each one".split())
FORCES = frozenset("by_agreement mandatory recommended".split())

T = TypeVar("T")


@dataclass(frozen=True)
class Finding(Generic[T]):
    """One thing found: its value, how sure it is (0 to 1), the rule that said so and the words that spoke.

    `words` are as printed, in the order in which they were heard; none where nothing was said and the value is
    what such a measure usually has.
    """

    value: T
    confidence: float
    rule: str
    words: tuple[str, ...] = ()

    def reason(self) -> dict[str, Any]:
        """The value with confidence, rule and words, as plain JSON."""
        value: Any = list(self.value) if isinstance(self.value, tuple) else self.value
        return {"value": value, "confidence": self.confidence, "rule": self.rule, "words": list(self.words)}


@dataclass(frozen=True)
class Performer:
    """One of the performers as printed, with its part in the measure."""

    name: str
    level: str | None
    """authority, school or college; None for a body of another kind, such as an enterprise."""
    is_class: bool
    """Whether the words mean a whole class of organisations («школы района») and not a single one."""
    leads: bool
    by_agreement: bool


@dataclass(frozen=True)
class Binding:
    """What is proposed for a measure: which fact proves it, for whom, by whom, measured by what."""

    fulfilment: Finding[str]
    also: tuple[Finding[str], ...]
    audience: tuple[Finding[str], ...]
    grades: Finding[tuple[int, ...]] | None
    """All class numbers that are meant, ascending: 6–8 is (6, 7, 8), «9 и 11» is (9, 11)."""
    categories: tuple[Finding[str], ...]
    event_type: Finding[str] | None
    programmes: tuple[Finding[str], ...]
    result_form: Finding[str]
    indicators: tuple[Finding[str], ...]
    level_of_execution: Finding[str]
    fan_out: Finding[str]
    force: Finding[str]
    performers: tuple[Performer, ...]

    @property
    def lead(self) -> str | None:
        """The performer that leads, as printed."""
        return next((performer.name for performer in self.performers if performer.leads), None)

    @property
    def co_performers(self) -> tuple[str, ...]:
        """All others, in their printed order."""
        return tuple(performer.name for performer in self.performers if not performer.leads)

    def to_json(self) -> dict[str, Any]:
        """Plain values under the names of the fields, and under `why` the reason of each of them.

        `grades` is the span [first, last]; the single numbers stand in its reason.
        """
        return {
            "fulfilment": self.fulfilment.value,
            "also": _values(self.also),
            "audience": _values(self.audience),
            "grades": [self.grades.value[0], self.grades.value[-1]] if self.grades else None,
            "categories": _values(self.categories),
            "event_type": self.event_type.value if self.event_type else None,
            "programmes": _values(self.programmes),
            "result_form": self.result_form.value,
            "indicators": _values(self.indicators),
            "level_of_execution": self.level_of_execution.value,
            "fan_out": self.fan_out.value,
            "force": self.force.value,
            "lead": self.lead,
            "co_performers": list(self.co_performers),
            "why": {
                "fulfilment": self.fulfilment.reason(),
                "also": _reasons(self.also),
                "audience": _reasons(self.audience),
                "grades": self.grades.reason() if self.grades else None,
                "categories": _reasons(self.categories),
                "event_type": self.event_type.reason() if self.event_type else None,
                "programmes": _reasons(self.programmes),
                "result_form": self.result_form.reason(),
                "indicators": _reasons(self.indicators),
                "level_of_execution": self.level_of_execution.reason(),
                "fan_out": self.fan_out.reason(),
                "force": self.force.reason(),
            },
        }


def _values(findings: Iterable[Finding[str]]) -> list[str]:
    return [finding.value for finding in findings]


def _reasons(findings: Iterable[Finding[str]]) -> list[dict[str, Any]]:
    return [finding.reason() for finding in findings]
