"""Laws of terms over many phrases, put together as offices put them together."""

import itertools
import json
from dataclasses import asdict, replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from orientir.engines.calendar import CHOICES, ZONES, Calendar, Rules
from orientir.engines.terms import (
    KINDS,
    OCCASIONS,
    RELATIVES,
    Span,
    Term,
    describe,
    explain,
    occurrences,
    parse_term,
    suggest_due_on,
)

MONTHS = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split()
OF_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
MONTH, OF_MONTH = st.sampled_from(MONTHS), st.sampled_from(OF_MONTHS)
YEAR, DAY, NUMBER = st.integers(2019, 2031), st.integers(1, 28), st.integers(1, 12)


def said(form: str, **places: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
    return st.fixed_dictionaries(places).map(lambda values: form.format(**values))


def one_of(words: str) -> st.SearchStrategy[str]:
    return st.sampled_from([phrase.strip() for phrase in words.split("|")])


YEARS = st.one_of(
    said("{a} г.", a=YEAR),
    said("{a}-{b} гг.", a=YEAR, b=YEAR),
    said("с {a} года", a=YEAR),
    said("до {a} года", a=YEAR),
    said("в течение {a} года", a=YEAR),
    said("{a} год и далее", a=YEAR),
    YEAR.map(lambda year: f"{year}/{year + 1} учебный год"),
)
WINDOWS = st.one_of(
    said("{a}", a=MONTH),
    said("{a}-{b}", a=MONTH, b=MONTH),
    said("с {a} по {b}", a=OF_MONTH, b=MONTH),
    said("{a}, {b}", a=MONTH, b=MONTH),
    said("{d} {a}", d=DAY, a=OF_MONTH),
    said("до {d} {a}", d=DAY, a=OF_MONTH),
    said("{d:02}.{m:02}.{y}", d=DAY, m=NUMBER, y=YEAR),
    said("с {d} {a} по {e} {b}", d=DAY, a=OF_MONTH, e=DAY, b=OF_MONTH),
    said("{a} {y} г.", a=MONTH, y=YEAR),
    said("{a} {y} – {b} {z} г.", a=MONTH, y=YEAR, b=MONTH, z=YEAR),
    said("с {d} {a} {y} года", d=DAY, a=OF_MONTH, y=YEAR),
    said("{n} квартал {y} года", n=st.integers(1, 4), y=YEAR),
    said("{n} полугодие", n=st.integers(1, 2)),
    said("{p} {a}", p=one_of("начало|конец|до конца|первая половина|2 неделя|последний четверг"), a=OF_MONTH),
    one_of("лето|до конца года|28.12.2026-10.01.2027|1 полугодие 2026-2027 учебного года"),
)
OFTEN = one_of(
    "ежегодно|ежеквартально|ежемесячно|еженедельно|ежедневно|каждый день|раз в полугодие|3 раза в год|раз в 2 года"
    "|раз в 14 дней|2 раза в месяц|каждый понедельник|по средам и пятницам|по будням|1 и 3 вторник каждого месяца"
    "|до 20 числа каждого месяца|с 1 по 5 число каждого месяца|по итогам четверти|до 10 числа каждого квартала"
)
REST = one_of(
    "постоянно|в течение учебного года|весь период|в текущем учебном году|текущего года|по итогам учебного года"
    "|по итогам отчётного периода|к началу учебного года|в конце года|по плану|по графику министерства|по запросу"
    "|по мере необходимости|по согласованию|осенние каникулы|далее|после праздника|во время экзаменов|3-я неделя"
)
PIECES = st.lists(st.one_of(YEARS, WINDOWS, WINDOWS, OFTEN, REST), min_size=1, max_size=3)
PHRASES = st.tuples(PIECES, st.sampled_from([", ", " ", "; ", " ("])).map(lambda both: both[1].join(both[0]))


@given(st.text(max_size=60) | st.from_regex(r"[а-яА-Яivx0-9 .,/–|\n()-]{0,40}", fullmatch=True) | PHRASES)
@settings(max_examples=400, deadline=None, database=None)
def test_no_words_are_a_fault_and_json_gives_the_term_back(words: str) -> None:
    term = parse_term(words)

    assert Term.from_json(term.to_json()) == term
    assert Term.from_json(json.loads(json.dumps(asdict(term)))) == term  # so it stands in a roadmap that was read
    assert term.kind in KINDS
    assert term.relative in (None, *RELATIVES)
    assert term.occasion in ("", *OCCASIONS)
    assert term.warning in ("", "term_unread", "term_impossible_date")
    assert describe(term, "en") and describe(term)


@given(PHRASES)
@settings(max_examples=600, deadline=None, database=None)
def test_a_description_read_again_gives_the_same_term(words: str) -> None:
    term = parse_term(words)

    if not term.warning:
        assert parse_term(describe(term)) == term


FACTS = st.tuples(
    one_of("ежегодно|ежеквартально|раз в 2 года|раз в полугодие"),
    st.one_of(said("{a}", a=MONTH), said("до {d} {a}", d=DAY, a=OF_MONTH), said("{a} – {b}", a=MONTH, b=MONTH)),
    said("{a}–2031 годы", a=st.integers(2019, 2030)),
    one_of("по отдельному графику|по собственному плану|по согласованию"),
)


@given(FACTS, st.permutations(range(4)))
@settings(max_examples=200, deadline=None, database=None)
def test_the_order_of_facts_changes_neither_the_term_nor_its_dates(facts: tuple[str, ...], order: list[int]) -> None:
    term, turned = parse_term(", ".join(facts)), parse_term(", ".join(facts[at] for at in order))
    plan = (date(2026, 9, 1), date(2029, 8, 31))

    assert turned == term
    assert occurrences(turned, plan) == occurrences(term, plan)


RULES = st.fixed_dictionaries(
    {
        **{key: st.sampled_from(values) for key, values in CHOICES.items()},
        "inner_days": st.integers(0, 12),
        "deadline_days": st.integers(0, 60),
        "after_school_year": st.sampled_from([None, "06-30", "08-20"]),
        "after_reporting": st.sampled_from([None, 1, 40]),
        "zone": st.sampled_from(ZONES),
    }
)
PERIODS = st.tuples(st.dates(date(2019, 1, 1), date(2031, 12, 31)), st.integers(0, 1500)).map(
    lambda both: (both[0], both[0] + timedelta(days=both[1]))
)


@given(PHRASES, PERIODS, RULES, st.randoms(use_true_random=False))
@settings(max_examples=500, deadline=None, database=None)
def test_occurrences_lie_in_the_period_apart_from_each_other_under_any_rules(
    words: str, period: Span, rules: dict[str, object], shuffle: object
) -> None:
    term, calendar = parse_term(words), Calendar(Rules().changed(rules))
    windows, months = list(term.windows), list(term.months_list)
    shuffle.shuffle(windows)  # type: ignore[attr-defined]
    shuffle.shuffle(months)  # type: ignore[attr-defined]

    found = occurrences(term, period, calendar)

    for window in found:
        assert period[0] <= window.starts_on <= window.ends_on <= period[1]
        assert period[0] <= window.inner_due_on <= window.due_on <= period[1]
    for earlier, later in itertools.pairwise(found):
        assert earlier.ends_on < later.starts_on
        assert earlier.due_on < later.due_on
    turned = replace(term, windows=tuple(windows), months_list=tuple(months))
    assert occurrences(turned, period, calendar) == found
    assert bool(explain(term, period, calendar)) or not found


@given(st.lists(PHRASES, min_size=2, max_size=3), PERIODS)
@settings(max_examples=100, deadline=None, database=None)
def test_several_terms_of_one_part_of_the_work_do_not_overlap(words: list[str], period: Span) -> None:
    terms = [parse_term(one) for one in words]

    found = occurrences(terms, period)

    assert found == occurrences(terms[::-1], period)
    assert all(earlier.ends_on < later.starts_on for earlier, later in itertools.pairwise(found))


@given(PHRASES, PERIODS, st.dates(date(2019, 1, 1), date(2031, 12, 31)))
@settings(max_examples=200, deadline=None, database=None)
def test_a_suggested_date_is_today_or_later_and_within_the_period(words: str, period: Span, today: date) -> None:
    due = suggest_due_on(parse_term(words), period, today)

    assert due is None or max(today, period[0]) <= due <= period[1]
