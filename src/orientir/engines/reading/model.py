"""What a roadmap is once it has been read: frozen values and their JSON form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from orientir.engines.terms import Term

Param = str | int


@dataclass(frozen=True)
class Place:
    """Where something stands in the source, counted as a person counts, from one; 0 where it does not apply.

    `page` is the page of a PDF or the sheet of a workbook, `line` the line of a plain text, `cell` the column
    of the table.
    """

    table: int
    row: int
    page: int = 0
    cell: int = 0
    line: int = 0


CONFIDENT = 1.0
REASONS = frozenset(
    "column_guessed rejoined split_without_sign term_from_heading term_from_column field_empty words_unread"
    " number_from_text recognised number_repeated from_paragraph".split()
)


@dataclass(frozen=True)
class Confidence:
    """How sure a field is, 0 to 1, and the one of REASONS that speaks most against it; empty where none does."""

    value: float
    reason: str = ""

    def __post_init__(self) -> None:
        if self.reason and self.reason not in REASONS:
            raise ValueError(self.reason)


REMARKS = frozenset(
    "title_missing territory_missing period_missing numbers_missing table_skipped line_skipped section_empty"
    " number_unread number_empty number_repeated title_empty term_empty term_unread term_impossible_date"
    " performers_empty head_guessed read_from_paragraphs page_is_picture sheet_hidden rows_hidden columns_hidden"
    " formula_empty recognised recognised_badly".split()
)


@dataclass(frozen=True)
class Remark:
    """A warning: one of REMARKS, which an interface turns into words, and the values that stand in them."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in REMARKS:
            raise ValueError(self.code)


@dataclass(frozen=True)
class Period:
    """First and last year of the plan; None where the document does not say."""

    start_year: int | None
    end_year: int | None


@dataclass(frozen=True)
class Approval:
    """The act that put the plan into force. The date is ISO 8601."""

    body: str | None
    kind: str | None
    number: str | None
    date: str | None


@dataclass(frozen=True)
class Target:
    """A value that an indicator is to reach, with the printed words it was taken from."""

    op: str
    value: float | None
    unit: str | None
    population: str | None
    year: int | None
    text: str


@dataclass(frozen=True)
class Measure:
    """One row of the plan. `result` and `indicator_raw` are None where the plan has no such column."""

    number: str
    title: str
    sub_items: tuple[str, ...]
    term_raw: str
    term: Term
    executors_raw: str
    executors: tuple[str, ...]
    result: str | None
    indicator_raw: str | None
    targets: tuple[Target, ...]
    source: Place
    notes: tuple[str, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    confidence: Mapping[str, Confidence] = field(default_factory=dict)
    """For each of number, title, term, executors, result, indicator that the plan has."""


@dataclass(frozen=True)
class Section:
    """A direction of the plan. A plan without sections has one, without number and title."""

    number: str
    title: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Roadmap:
    """A whole document as read."""

    title: str
    territory: str | None
    level: str | None
    period: Period
    approved_by: Approval | None
    goals: tuple[str, ...]
    sections: tuple[Section, ...]
    warnings: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()
    """What is printed and fits no field: preamble, signatures, tables that are no plan."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """The printed heads of the columns, by the field they became."""

    @property
    def measures(self) -> Iterator[Measure]:
        """All measures in the order of the document."""
        for section in self.sections:
            yield from section.measures

    def to_json(self) -> dict[str, Any]:
        """Plain lists and dicts; `from_json` gives an equal roadmap back."""
        plain: dict[str, Any] = _listed(asdict(self))
        return plain


def _listed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _listed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_listed(item) for item in value]
    return value


def from_json(plain: Mapping[str, Any]) -> Roadmap:
    """The roadmap that `Roadmap.to_json` wrote."""
    approval = plain["approved_by"]
    return Roadmap(
        title=plain["title"],
        territory=plain["territory"],
        level=plain["level"],
        period=Period(**plain["period"]),
        approved_by=Approval(**approval) if approval else None,
        goals=tuple(plain["goals"]),
        sections=tuple(
            Section(
                number=section["number"],
                title=section["title"],
                measures=tuple(_measure(measure) for measure in section["measures"]),
            )
            for section in plain["sections"]
        ),
        warnings=tuple(Remark(item["code"], dict(item["params"])) for item in plain["warnings"]),
        notes=tuple(plain.get("notes", ())),
        columns=dict(plain.get("columns", {})),
    )


def _measure(plain: Mapping[str, Any]) -> Measure:
    return Measure(
        number=plain["number"],
        title=plain["title"],
        sub_items=tuple(plain["sub_items"]),
        term_raw=plain["term_raw"],
        term=Term.from_json(plain["term"]),
        executors_raw=plain["executors_raw"],
        executors=tuple(plain["executors"]),
        result=plain["result"],
        indicator_raw=plain["indicator_raw"],
        targets=tuple(Target(**target) for target in plain["targets"]),
        source=Place(**plain["source"]),
        notes=tuple(plain["notes"]),
        places={name: Place(**place) for name, place in plain.get("places", {}).items()},
        confidence={name: Confidence(**value) for name, value in plain.get("confidence", {}).items()},
    )
