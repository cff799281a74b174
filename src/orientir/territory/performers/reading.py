"""Reads printed performers of a territory's plans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import Q

from orientir.engines import naming
from orientir.engines.naming import Entry, Group, Match, Places, Register
from orientir.engines.russian import normalise
from orientir.territory.choices import Founder, Kind, Level
from orientir.territory.classes import OrganisationClass, class_of, class_of_key
from orientir.territory.members import members
from orientir.territory.models import Organisation, OwnClass, RememberedPerformer, Territory

from . import model
from .memory import remembered_in, words_to_compare
from .model import SURE, Candidate, Resolution

MOST, LONGEST_DUTY = 8, 200
"""Candidates of a resolution, signs of a duty."""
_REMARK = re.compile(r"\s*\([^()]*\)")
_PART = re.compile(
    r"^\s*(?:СП|структурн\w+ подразделени\w+|отдел\w*|сектор\w*|служб\w+|филиал\w*)"
    r"\s+(?=(?:[МГКФОЧ]{0,2}[БАК]У|[«\"]))"
)
"""«СП МКУ «…»»: a part of an organisation in front of its name."""
_OFFICES = (Kind.AUTHORITY, Kind.OTHER_AUTHORITY)
_ABOVE = 0.05


@dataclass(frozen=True, slots=True)
class _Key:
    """What a name in the register belongs to."""

    organisation: int
    why: str = ""
    unit: str = ""


class Performers:
    """Reads printed performers for the plans of one territory as of one day.

    It loads the organisations once, in a number of queries that does not grow with them; `resolve` asks no more, but
    for a class of which only one member is meant. `plan_organisation` is whose plan it is.
    """

    def __init__(self, territory: Territory, *, on: date, plan_organisation: Organisation | None = None) -> None:
        self._territory = territory
        self._on = on
        self._plan = plan_organisation
        above = list(Territory.objects.filter(pk__in=territory.keys_above))
        self._beneath = list(Territory.objects.filter(path__startswith=territory.path).exclude(pk=territory.pk))
        self._home = Places([territory.name, *(place.name for place in above)])
        found = Organisation.objects.filter(
            Q(territory__path__startswith=territory.path) | Q(territory__in=territory.keys_above)
        )
        loaded = found.select_related("territory").prefetch_related("states", "units")
        self._organisations = {organisation.pk: organisation for organisation in loaded}
        self._register = Register(self._entries(), home=self._home)
        self._units = [(frozenset(words_to_compare(entry.names[0]).split()), entry) for entry in self._unit_entries()]
        self._remembered = {kept.words: kept for kept in remembered_in(territory)}
        self._own = list(OwnClass.objects.filter(territory__in=[territory.pk, *territory.keys_above]))

    def resolve(self, printed: str) -> Resolution:
        """Return what a printed performer may mean."""
        text = _REMARK.sub("", printed).strip(" ,;.")
        if not text:
            return Resolution(printed, ())
        if kept := self._remembered.get(words_to_compare(text)):
            decided = self._decided(kept)
            if decided:
                return Resolution(printed, (decided,))
        found = [
            *self._own_classes(text),
            *self._part(text),
            *self._several(text),
            *self._named(text),
            *self._classes(text),
        ]
        return Resolution(printed, tuple(_ranked(found)))

    # What was decided before.

    def _decided(self, kept: RememberedPerformer) -> Candidate | None:
        organisations: list[Organisation] = []
        reasons = [model.REMEMBERED]
        for organisation in kept.organisations.all():
            heirs = organisation.successors_on(self._on)
            if heirs != [organisation]:
                reasons.append(model.SUCCESSOR)
            organisations += heirs
        if not organisations and not kept.class_key:
            return None
        return Candidate(
            1.0,
            tuple(dict.fromkeys(reasons)),
            tuple({organisation.pk: organisation for organisation in organisations}.values()),
            kept.class_key,
            kept.duty,
        )

    @cached_property
    def _decided_words(self) -> dict[tuple[str, ...], OrganisationClass]:
        """Which class a word of several meanings has here: «ОО» is asked about once, in whatever form it comes."""
        found: dict[tuple[str, ...], OrganisationClass] = {}
        for kept in self._remembered.values():
            group = naming.read_groups(kept.printed, home=self._home) if kept.class_key else None
            if group and group.unsure and not (group.traits or group.duty or group.grades or group.owner):
                found[group.groups] = class_of_key(kept.class_key)
        return found

    # Organisations by their names.

    def _entries(self) -> Iterator[Entry[_Key]]:
        for organisation in self._organisations.values():
            is_open = organisation.is_open_on(self._on)
            current: list[str] = []
            former: list[str] = []
            owner = ""
            for state in organisation.states.all():
                then = self._on in state.during
                owner = state.founder if then else owner
                (current if then and is_open else former).extend([state.name, state.short_name])
            kind, key = organisation.kind, organisation.pk
            if current:
                yield Entry(_Key(key), tuple(dict.fromkeys(current)), kind, owner)
            if former := [name for name in dict.fromkeys(former) if name not in current]:
                yield Entry(_Key(key, model.FORMER_NAME), tuple(former), kind, owner)

    def _unit_entries(self) -> Iterator[Entry[_Key]]:
        for organisation in self._organisations.values():
            for unit in organisation.units.all():
                if organisation.is_open_on(self._on) and unit.is_open_on(self._on):
                    names = (f"{unit.name} {organisation.name}", f"{unit.name} {organisation.short_name}")
                    yield Entry(_Key(organisation.pk, model.UNIT, unit.name), (unit.name, *names))

    def _named(self, text: str) -> Iterator[Candidate]:
        for match in self._register.find(text):
            yield from self._of_match(match)
        words = set(words_to_compare(text).split())
        for match in Register([unit for own, unit in self._units if own <= words], home=self._home).find(text):
            yield from self._of_match(match)
        office = self._plan
        if office is None or office.kind not in _OFFICES:
            return
        # «Комитет», «Управление образования»: in a plan of the office that bears this name.
        alone = Register([Entry(_Key(office.pk), (office.name, office.short_name))], home=self._home)
        for match in alone.find(text):
            if naming.UNFOUND_WORDS not in match.reasons and naming.MISSPELT not in match.reasons:
                yield Candidate(0.96, (model.OWN_OFFICE, *match.reasons), (office,))

    def _of_match(self, match: Match[_Key]) -> Iterator[Candidate]:
        organisation = self._organisations[match.key.organisation]
        confidence, reasons = match.confidence, list(match.reasons)
        if not organisation.territory.path.startswith(self._territory.path):
            confidence -= _ABOVE
        if match.key.why:
            reasons.append(match.key.why)
            confidence -= 0.1 if match.key.why == model.FORMER_NAME else 0.05
        heirs = organisation.successors_on(self._on)
        if heirs != [organisation]:
            reasons.append(model.SUCCESSOR)
            confidence = min(confidence, 0.85)
        if heirs:
            yield Candidate(round(confidence, 3), tuple(reasons), tuple(heirs), duty=match.key.unit[:LONGEST_DUTY])

    def _several(self, text: str) -> Iterator[Candidate]:
        """«СОШ № 3, 5 и 7»: several organisations of one type, each with a number of its own."""
        words = naming.words_of(text)
        numbers = [word for word in words if word.is_number]
        if len(numbers) < 2 or "класс" in {word.text for word in words}:
            return
        head = text[: numbers[0].begin]
        found: list[Candidate] = []
        for number in numbers:
            first = next(iter(self._named(f"{head} {number.text}")), None)
            if first is None or len(first.organisations) != 1:
                return
            found.append(first)
        yield Candidate(
            min(candidate.confidence for candidate in found),
            tuple(dict.fromkeys(reason for candidate in found for reason in candidate.reasons)),
            tuple({o.pk: o for candidate in found for o in candidate.organisations}.values()),
        )

    def _part(self, text: str) -> Iterator[Candidate]:
        """A part of an organisation in front of its name, or its people: «методисты МКУ «ЦМО»»."""
        if found := _PART.match(text):
            for candidate in self._named(text[found.end() :]):
                yield replace(candidate, duty=found[0].strip()[:LONGEST_DUTY], reasons=(*candidate.reasons, model.PART))

    # Classes.

    def _own_classes(self, text: str) -> Iterator[Candidate]:
        wanted = words_to_compare(text)
        for own in self._own:
            if words_to_compare(own.name) == wanted:
                yield Candidate(0.98, (model.OWN_CLASS,), class_key=OrganisationClass(own=own.pk).key)

    def _classes(self, text: str) -> Iterator[Candidate]:
        group = naming.read_groups(text, home=self._home)
        if group is None:
            return
        if group.duty and not group.names_organisations:
            yield from self._people(text, group)
        confidence, within = self._confidence(group)
        reasons = [model.CLASS_WORDS]
        if confidence < SURE and group.unread:
            reasons.append(model.UNREAD_WORDS)
        if group.is_misspelt:
            reasons.append(naming.MISSPELT)
        if group.duty:
            reasons.append(model.PEOPLE)
        wanted = self._class_of(group, class_of(*group.groups), within)
        if group.unsure:
            decided = self._decided_words.get(group.groups)
            if decided is not None:
                reasons.append(model.REMEMBERED_WORD)
                wanted = self._class_of(group, decided, within)
                confidence = min(confidence, 0.97)
            else:
                reasons.append(model.ASKED_ONCE)
                confidence = min(confidence, 0.85)
        if group.is_single and not group.duty:
            yield from self._single(wanted, confidence, reasons)
            confidence = min(confidence, 0.7)  # one of them is meant, not all
        if wanted.fits_key:
            yield Candidate(round(confidence, 3), tuple(reasons), class_key=wanted.key, duty=group.duty[:LONGEST_DUTY])
        for at, other in enumerate(group.others):
            yield Candidate(
                round(max(confidence - 0.25 - 0.05 * at, 0.1), 3),
                (model.CLASS_WORDS, model.OTHER_MEANING),
                class_key=self._class_of(group, class_of(other), within).key,
                duty=group.duty[:LONGEST_DUTY],
            )

    def _confidence(self, group: Group) -> tuple[float, Territory | None]:
        """How surely the words were understood, and the part of the territory that they name."""
        confidence, within = 0.95, None
        if group.unread:
            named = next((place for place in self._beneath if _names(place, group.unread)), None)
            if named is None:
                confidence = max(0.3, 0.75 - 0.15 * len(group.unread))
            elif not group.everywhere:
                within = named
        if group.names_one:
            confidence = 0.3
        if group.is_misspelt:
            confidence = min(confidence, 0.85)
        if not group.sure_of_place:
            confidence = min(confidence, 0.75)
        return confidence, within

    def _class_of(self, group: Group, base: OrganisationClass, within: Territory | None) -> OrganisationClass:
        founder = group.owner
        if founder == "plan":
            is_regional = self._territory.level == Level.REGION
            founder = Founder.REGION if is_regional else Founder.MUNICIPALITY
        if "authorities" in group.groups:
            founder = ""  # «муниципальный» says which authorities, not whose
        return replace(
            base,
            founder=founder or base.founder,
            traits=tuple(dict.fromkeys((*base.traits, *group.traits))),
            grades=group.grades or base.grades,
            within=within.pk if within else base.within,
        )

    def _people(self, text: str, group: Group) -> Iterator[Candidate]:
        """People by what they do: in the organisation whose plan it is, or in the one that is named behind them."""
        rest = text.replace(group.duty, " ").strip(" ,")
        if normalise(rest) and group.unread:
            for candidate in self._named(rest):
                yield replace(
                    candidate,
                    confidence=round(candidate.confidence - 0.02, 3),
                    reasons=(*candidate.reasons, model.PEOPLE),
                    duty=group.duty[:LONGEST_DUTY],
                )
        if self._plan is not None and self._plan.kind not in _OFFICES and not group.unread:
            yield Candidate(0.96, (model.OWN_ORGANISATION, model.PEOPLE), (self._plan,), duty=text[:LONGEST_DUTY])

    def _single(self, wanted: OrganisationClass, confidence: float, reasons: Sequence[str]) -> Iterator[Candidate]:
        """One is meant: «муниципальная методическая служба», where there is only one, or «школа» in its own plan."""
        found = members(wanted, territory=self._territory, on=self._on).organisations
        if self._plan is not None and self._plan.pk in {organisation.pk for organisation in found}:
            yield Candidate(round(min(confidence, 0.93), 3), (*reasons, model.OWN_ORGANISATION), (self._plan,))
        elif len(found) == 1:
            yield Candidate(round(min(confidence, 0.88), 3), (*reasons, model.ONLY_OF_KIND), found)


def _names(place: Territory, words: Sequence[str]) -> bool:
    return Places([place.name]).are_named_by(" ".join(words))


def _ranked(found: Iterable[Candidate]) -> list[Candidate]:
    """The likeliest first; of one meaning only the likeliest."""
    best: dict[tuple[tuple[int, ...], str, str], Candidate] = {}
    for candidate in sorted(found, key=lambda one: -one.confidence):
        best.setdefault(candidate.meaning, candidate)
    return list(best.values())[:MOST]
