"""What a measure leaves behind: event kind, result form, named programmes, indicator candidates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from orientir.engines.reading.kinds.clauses import CORE, SECTION, SPECIFICATION, TITLE, Stretch
from orientir.engines.reading.kinds.model import Finding
from orientir.engines.reading.kinds.rules import Manner, RuleSet
from orientir.engines.reading.kinds.voices import voices
from orientir.engines.reading.kinds.words import NAME, Token
from orientir.engines.russian import starts_nominative

# Events of these kinds alone can fulfil a measure of the kind; None: any event does.
_EVENTS_OF: Mapping[str, frozenset[str] | None] = {
    "event": None,
    "programme": frozenset({"lesson"}),
    "contest": frozenset("championship contest olympiad".split()),
    "consultation": frozenset({"consultation"}),
    "resource": frozenset({"media"}),
    "coordination": frozenset("other round_table seminar conference".split()),
}
_EVENT_OF_ITSELF = {"event": "other", "contest": "contest", "consultation": "consultation"}
# What the words of the measure itself may name as its product, by its kind: a measure that makes a paper or a page
# names it, and «Участие в …» leaves participation behind.
_IN_TITLE: Mapping[str, frozenset[str]] = {
    kind: frozenset(forms.split())
    for kind, forms in {
        "act": "agreement calendar letter local_act method_guide order plan programme recommendations register",
        "analysis": "analytic_note recommendations report",
        "contest": "participation",
        "coordination": "event_held",
        "course": "participation programme",
        "effect": "analytic_note report",
        "event": "participation",
        "outcome": "analytic_note report",
        "register": "bank register",
        "resource": "bank digital_resource letter method_guide site_page",
    }.items()
}


def read_event(titles: Sequence[Stretch], rules: RuleSet, kind: str) -> Finding[str] | None:
    """The kind of event that fulfils the measure; None where no event does."""
    if kind not in _EVENTS_OF:
        return None
    allowed = _EVENTS_OF[kind]
    for voice in voices(titles, rules):
        if allowed is None or voice.hit.rule.gives in allowed:
            return voice.finding()
    default = _EVENT_OF_ITSELF.get(kind)
    return Finding(default, 0.4, "обычно для такой меры") if default else None


def read_result_form(
    titles: Sequence[Stretch],
    result: Stretch,
    indicator: Stretch,
    rules: RuleSet,
    kind: str,
    manner: Manner,
    usual: Mapping[str, str],
) -> Finding[str]:
    """The form in which the result lies: as the result column says, else the indicator, else the measure."""
    for column in (result, indicator):
        vague = bool(column.tokens) and bool(column.tokens[0].forms & manner.vague)
        spoken = [
            voice
            for voice in sorted(voices([column], rules), key=lambda voice: (voice.hit.start, -voice.hit.end))
            if voice.hit.rule.anywhere or not vague
        ]
        if spoken:
            return spoken[0].finding(at_least=0.85 if column is result else 0.7)
    spoken = voices([stretch for stretch in titles if stretch.place in (CORE, SPECIFICATION)], rules)
    for voice in spoken:
        if voice.hit.rule.gives in _IN_TITLE.get(kind, ()) and voice.hit.rule.strength != "weak":
            return voice.finding()
    return Finding(usual[kind], 0.5, "обычно для такой меры")


_INDICATORS_AT_MOST = 3


def read_indicators(stretches: Iterable[Stretch], rules: RuleSet) -> tuple[Finding[str], ...]:
    """Candidates from the catalogue, most likely first."""
    heard: dict[str, Finding[str]] = {}
    for voice in voices([stretch for stretch in stretches if stretch.place != SECTION], rules):
        heard.setdefault(voice.hit.rule.gives, voice.finding())
    return tuple(heard.values())[:_INDICATORS_AT_MOST]


_QUOTES = "«»„“”\"' "
# «МБОУ «…»», «ГАПОУ «…»»: the name of an organisation follows.
_INSTITUTION = "ОУ"
_LONGEST_NAME = 4


def read_programmes(stretches: Iterable[Stretch], manner: Manner) -> tuple[Finding[str], ...]:
    """Names as printed, without their quotation marks; names of organisations, documents and themes are none."""
    named: dict[str, Finding[str]] = {}
    for stretch in stretches:
        for place, token in enumerate(stretch.tokens if stretch.place in TITLE else ()):
            before = next((other for other in reversed(stretch.tokens[:place]) if NAME not in other.forms), None)
            if NAME in token.forms:
                found = _quoted(token, before, manner)
            elif before is not None and before.forms & manner.naming:
                found = _unquoted(stretch.tokens[place:], before, manner)
            else:
                found = None
            if found is not None:
                named.setdefault(found.value.lower(), found)
    return tuple(named.values())


def _quoted(token: Token, before: Token | None, manner: Manner) -> Finding[str] | None:
    name = " ".join(token.printed.strip(_QUOTES).split())
    if not (name[:1].isupper() or name[:1].isdigit()):
        return None
    if before is not None and (before.forms & manner.titled or before.printed.endswith(_INSTITUTION)):
        return None
    words = (before.printed, token.printed) if before else (token.printed,)
    return Finding(name, 0.8 if before else 0.6, "название в кавычках", words)


def _unquoted(tokens: Sequence[Token], before: Token, manner: Manner) -> Finding[str] | None:
    """«проект Билет в будущее для …»: a capital and a nominative begin the name, a turn ends it."""
    first = tokens[0].printed
    if not first[:1].isupper() or first.isupper() or not starts_nominative(first):
        return None
    name: list[str] = []
    for place, token in enumerate(tokens[:_LONGEST_NAME]):
        if NAME in token.forms or (place and manner.turn_at("background", tokens, place) is not None):
            break
        name.append(token.printed)
    return Finding(" ".join(name), 0.5, "название с большой буквы", (before.printed, *name))
