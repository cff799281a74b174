"""From a file to a roadmap: format reader → blocks → rows → fields → head of the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from orientir.engines import archive
from orientir.engines.reading import document
from orientir.engines.reading.blocks import Line, flat
from orientir.engines.reading.collect import collect
from orientir.engines.reading.formats import FORMATS, Content, Source
from orientir.engines.reading.items import sub_items, without_final
from orientir.engines.reading.model import CONFIDENT, Confidence, Measure, Param, Remark, Roadmap, Section
from orientir.engines.reading.no_plan import NoPlan
from orientir.engines.reading.original import original_of
from orientir.engines.reading.performers import split_performers
from orientir.engines.reading.plan import RawMeasure, RawPlan
from orientir.engines.reading.short_names import spelled_out
from orientir.engines.reading.targets import find_targets
from orientir.engines.refusals import Refused
from orientir.engines.terms import parse_term

# The columns of a plan and the names of the fields they become.
FIELDS = {
    "number": "number",
    "measure": "title",
    "term": "term",
    "performers": "executors",
    "result": "result",
    "indicator": "indicator_raw",
}


def read_roadmap(path: Path) -> Roadmap:
    """Read a roadmap from an office document, whatever its suffix says.

    Raises Refused for a file that is not taken (not there, too large, encrypted, damaged, hostile, of another
    kind) and NoPlan for a document in which no table is a plan. Runs in this process; `read_in_child` bounds
    memory and time as well.
    """
    return build(content_of(load(path), path.suffix.lower()))


def read_with_original(path: Path) -> tuple[Roadmap, list[dict[str, Any]]]:
    """The roadmap, as `read_roadmap` gives it, and beside it the document as it stood (see `original_of`)."""
    content = content_of(load(path), path.suffix.lower())
    return build(content), original_of(content.blocks)


def load(path: Path) -> bytes:
    """The bytes of a file that is neither missing, empty nor too large."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise Refused("missing")
        if size > archive.MAX_FILE:
            raise Refused("too_large", limit=archive.MAX_FILE // 2**20)
        data = path.read_bytes()
    except OSError as fault:
        raise Refused("missing") from fault
    if not data:
        raise Refused("empty")
    return data


def content_of(data: bytes, suffix: str = "") -> Content:
    """Lines and grids of a document, told by its first bytes and by what its archive holds."""
    parts = archive.unpack(data) if data.startswith(b"PK") else {}
    source = Source(data, parts, suffix)
    for kind in FORMATS:
        if kind.knows(source):
            if len(data) > kind.max_bytes:
                raise Refused("too_large", limit=kind.max_bytes // 2**20)
            return kind.read(source)
    raise Refused("wrong_type", seen="archive" if parts else "unknown")


def build(content: Content) -> Roadmap:
    """The roadmap in this content. Raises NoPlan where there is none."""
    blocks = content.blocks
    plan = collect(blocks)
    if not any(section.measures for section in plan.sections):
        lines = sum(1 for block in blocks if isinstance(block, Line) and block.printed)
        raise NoPlan(tables=plan.tables, lines=lines, heads=tuple(plan.heads[:3]))
    sections = tuple(
        Section(section.number, section.title, tuple(_measure(raw, plan) for raw in section.measures))
        for section in plan.sections
    )
    head = document.read_head(plan.preamble, [block for block in blocks if isinstance(block, Line)])
    approved_by = head.approved_by
    if approved_by is not None and approved_by.body is not None:
        # who is named in short in the stamp stands among the performers in full
        names = (name for section in sections for measure in section.measures for name in measure.executors)
        approved_by = replace(approved_by, body=spelled_out(approved_by.body, names) or approved_by.body)
    used = f"{head.title}\n{' '.join(head.goals)}"
    before = (flat(line.printed) for line in plan.preamble)
    return Roadmap(
        title=head.title,
        territory=head.territory,
        level=head.level,
        period=head.period,
        approved_by=approved_by,
        goals=head.goals,
        sections=sections,
        warnings=(*head.warnings, *content.warnings, *plan.warnings, *_doubts(sections)),
        notes=(*(text for text in before if without_final(text) not in used), *plan.notes),
        columns={FIELDS.get(role, role): label for role, label in plan.columns.items() if label},
    )


def _measure(raw: RawMeasure, plan: RawPlan) -> Measure:
    def text(role: str) -> str:
        return flat("\n".join(line.printed for line in raw.fields.get(role, ())))

    title_lines = raw.fields.get("measure", [])
    term_raw = text("term")
    printed_term = "\n".join(line.text for line in raw.fields.get("term", ()))
    term = parse_term(printed_term)
    performers = raw.fields.get("performers", ())
    result = text("result") if "result" in plan.roles else None
    indicator = text("indicator") if "indicator" in plan.roles else None
    if term.warning:
        raw.doubt("term", 0.4, "words_unread")
    return Measure(
        number=raw.number,
        title=text("measure"),
        sub_items=sub_items(title_lines),
        term_raw=term_raw,
        term=term,
        executors_raw=text("performers"),
        executors=split_performers(performers),
        result=result,
        indicator_raw=indicator,
        targets=find_targets(title=text("measure"), result=result, indicator=indicator, values=raw.values),
        source=raw.place,
        notes=tuple(raw.notes),
        places={FIELDS[role]: place for role, place in raw.places.items()},
        confidence={
            name: raw.doubts.get(role, _certainty(raw, role))
            for role, name in FIELDS.items()
            if role in plan.roles or raw.fields.get(role) or role in ("measure", "number")
        },
    )


def _certainty(raw: RawMeasure, role: str) -> Confidence:
    """Of a field nothing speaks against: an empty cell may be meant so, or be a fault of the office."""
    filled = raw.number if role == "number" else any(line.printed for line in raw.fields.get(role, ()))
    return Confidence(CONFIDENT) if filled else Confidence(0.7, "field_empty")


def _doubts(sections: Sequence[Section]) -> list[Remark]:
    """What a person should look at: empty or unread cells, numbers that come twice in a section."""
    doubts: list[Remark] = []
    numbered = any(measure.number for section in sections for measure in section.measures)
    if not numbered:
        doubts.append(Remark("numbers_missing"))
    for section in sections:
        seen: set[str] = set()
        for measure in section.measures:
            where: dict[str, Param] = {
                "number": measure.number,
                "table": measure.source.table,
                "row": measure.source.row,
            }
            if not measure.title:
                doubts.append(Remark("title_empty", where))
            if not measure.term_raw:
                doubts.append(Remark("term_empty", where))
            elif measure.term.warning:
                doubts.append(Remark(measure.term.warning, {**where, "words": measure.term_raw}))
            if not measure.executors:
                doubts.append(Remark("performers_empty", where))
            if numbered and not measure.number:
                doubts.append(Remark("number_empty", where))
            elif measure.number and measure.number in seen:
                doubts.append(Remark("number_repeated", where))
            seen.add(measure.number)
    return doubts
