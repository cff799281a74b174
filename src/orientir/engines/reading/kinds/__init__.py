"""What proves a measure: from its words to the fact that must exist, for whom, by whom, in which form.

`read_kinds` proposes, a person confirms. The rules are data in `rules/`, words with an example each, so that a
methodologist can read and change them; docs/kinds.md tells how. The engine only lemmatises, takes a title apart
into what is done and what is said around it, and lets the word decide that is said first. The words of quoted and
Latin names are never heard: a programme may be renamed, its measure stays what it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from orientir.engines.reading.kinds.clauses import INDICATOR, RESULT, SECTION, plain, stretches
from orientir.engines.reading.kinds.fulfilment import read_fulfilment
from orientir.engines.reading.kinds.loading import RuleError, default_rules, read_rules
from orientir.engines.reading.kinds.model import Binding, Finding, Performer
from orientir.engines.reading.kinds.people import read_audience, read_categories, read_grades
from orientir.engines.reading.kinds.performing import read_fan_out, read_force, read_level, read_performers
from orientir.engines.reading.kinds.products import read_event, read_indicators, read_programmes, read_result_form
from orientir.engines.reading.kinds.rules import Rules

__all__ = ["Binding", "Finding", "Performer", "RuleError", "Rules", "default_rules", "read_kinds", "read_rules"]


def read_kinds(
    title: str,
    *,
    sub_items: Sequence[str] = (),
    result: str | None = None,
    indicator_raw: str | None = None,
    executors: Sequence[str] = (),
    executors_raw: str = "",
    term_raw: str = "",
    section: str = "",
    level: str | None = None,
    rules: Rules | None = None,
) -> Binding:
    """The proposed binding of one measure.

    All texts are as printed; `executors` are the separate names, `executors_raw` their cell, which alone tells
    «(по согласованию)» and «соисполнители». `level` is that of the plan: region, district, city, municipality or
    institution. `rules` are those of the product unless given.
    """
    rules = rules or default_rules()
    manner, sets = rules.manner, rules.sets
    titles = stretches(title, sub_items, manner)
    result_cell, indicator_cell = plain(result, RESULT, manner), plain(indicator_raw, INDICATOR, manner)
    whole = (*titles, result_cell, indicator_cell, plain(section, SECTION, manner))
    fulfilment, also = read_fulfilment(whole, sets["kinds"], "event")
    kind = fulfilment.value
    performers = read_performers(executors, executors_raw, sets["performers"], manner)
    audience = read_audience(whole, sets["audiences"], kind, rules.usual_audience(level))
    return Binding(
        fulfilment=fulfilment,
        also=also,
        audience=audience,
        grades=read_grades(
            (("title", title), ("sub_items", "; ".join(sub_items)), ("result", result), ("indicator", indicator_raw))
        ),
        categories=read_categories(whole, sets["categories"]),
        event_type=read_event(titles, sets["events"], kind),
        programmes=read_programmes(titles, manner),
        result_form=read_result_form(
            titles, result_cell, indicator_cell, sets["results"], kind, manner, rules.usual["result_form"]
        ),
        indicators=read_indicators(whole, sets["indicators"]),
        level_of_execution=read_level(performers, level),
        fan_out=read_fan_out(performers, titles, kind, {heard.value for heard in audience}, level, manner),
        force=read_force(titles, term_raw, performers, manner),
        performers=performers,
    )
