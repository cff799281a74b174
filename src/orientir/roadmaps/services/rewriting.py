"""Writing chosen differences of a new edition into its plan, and what would come of them for the assignments.

In review all is written at once, as one step that can be undone. In force the words of each measure change through
`amending`, with the act as the reason; head, sections and order are written here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from orientir.database.actor import Actor
from orientir.engines import reading
from orientir.engines.reading.differences import HEAD, Change, Kind, applied, merged
from orientir.roadmaps.binding import period_of
from orientir.roadmaps.fields import DOUBT_OF
from orientir.roadmaps.models import Edition, Measure, Roadmap, Section, Target
from orientir.roadmaps.queries.amending import effects_of, ending_of
from orientir.roadmaps.queries.rereading import OUR_FIELD, differences_of, summed_effects

from . import amending
from .proposals import Proposals, targets_as_read
from .review import words_changed, write_at_end
from .roadmaps import printed, years_of
from .steps import IN_FORCE, step

WORK = ("term_words", "performers_words")
"""The fields that say whose work a measure is, and when."""


class Rewriting:
    """The chosen differences of an edition, with what was read beside them. `roadmap` is locked by whoever writes."""

    def __init__(self, edition: Edition, roadmap: Roadmap, *, chosen: Collection[str], at: datetime) -> None:
        self.edition, self.roadmap, self.at = edition, roadmap, at
        edition.roadmap = roadmap
        self.found = differences_of(edition)
        self.chosen = frozenset(chosen)
        self.result = applied(self.found, self.chosen)
        self.read = reading.from_json(edition.found)
        self._measures = {f"n{index}": measure for index, measure in enumerate(self.read.measures)}
        self._sections = {f"s{section.pk}": section for section in roadmap.sections.all()}
        self._chosen = [change for change in self.found.changes if change.key in self.chosen]

    @property
    def measures(self) -> dict[str, list[Change]]:
        """The chosen differences of measures in their words or in being there, by the key of the measure."""
        found: dict[str, list[Change]] = {}
        for change in self._chosen:
            about_measure = change.what in OUR_FIELD or change.what == "measure"
            if about_measure and change.kind != Kind.PLACE:
                found.setdefault(change.old or change.new, []).append(change)
        return found

    def write_head(self) -> None:
        """Write what is chosen of the head. Other years give other windows."""
        names = {change.what for change in self._chosen if change.what in HEAD}
        roadmap, period = self.roadmap, period_of(self.roadmap)
        if "title" in names:
            roadmap.title = self.read.title
        if "years" in names:
            roadmap.first_year, roadmap.last_year = years_of(self.read)
        if "approval" in names:
            roadmap.approval = asdict(self.read.approved_by) if self.read.approved_by else {}
        if "goals" in names:
            roadmap.goals = list(self.read.goals)
        if names:
            roadmap.save(update_fields=["title", "first_year", "last_year", "approval", "goals"])
        if period_of(roadmap) != period:
            by_rules = roadmap.measures.filter(own_dates=False, ended_on=None)
            proposals = self._proposals()
            for measure in by_rules:
                proposals.bind_again(measure, term=True)
            by_rules.update(term_checked=False)

    def write_sections(self) -> None:
        """Rename the sections that are renamed, and write the new ones at the end of the plan."""
        renamed = {change.old for change in self._chosen if change.what == "section" and change.kind == Kind.CHANGED}
        last = self.roadmap.sections.aggregate(last=Max("position"))["last"]
        place = 0 if last is None else last + 1
        for part in self.result.parts:
            if part.key in renamed:
                Section.objects.filter(pk=self._sections[part.key].pk).update(number=part.number, title=part.title)
            elif part.key not in self._sections:
                self._sections[part.key] = Section.objects.create(
                    roadmap=self.roadmap, position=place, number=part.number, title=part.title
                )
                place += 1

    def write_in_review(self) -> None:
        """Write all that is chosen into a plan in review."""
        self.write_head()
        self.write_sections()
        made: dict[str, int] = {}
        for key, changes in self.measures.items():
            if changes[0].kind == Kind.ADDED:
                new = self._add(key)
                made[key] = new.pk
                Measure.objects.filter(pk=new.pk).update(text_checked=not new.doubts)
            elif changes[0].kind == Kind.GONE:
                _measure(key).delete()
            else:
                self._change(_measure(key), changes)
        self.arrange(self.order, made)

    def write_in_force(self, key: str, *, by: Actor) -> None:
        """Write what is chosen of one measure into a plan in force; its assignments follow where it is bound."""
        changes = self.measures[key]
        done: dict[str, Any] = {"reason": self.edition.reason, "by": by, "at": self.at}
        if changes[0].kind == Kind.ADDED:
            new = amending.add_measure(self._section_of(key), printed(self._measures[key]), **done)
            bring_in_line_if_bound(new, **done)
            return
        measure = _measure(key)
        if changes[0].kind == Kind.GONE:
            amending.end_measure(measure, on=timezone.localdate(self.at), **done)
            return
        if any(one.what == "targets" for one in changes):
            with step(self.roadmap, "targets_set", within=IN_FORCE, by=by, at=self.at):
                self._write_targets(measure, changes)
            # targets are nobody's work: nothing has to be brought in line for them
            Measure.objects.filter(pk=measure.pk).update(rebound_at=measure.rebound_at)
        for one, words in _with_items(measure, _words(changes)):
            amending.amend(one, words, **done)
            if set(words) & set(WORK):
                bring_in_line_if_bound(one, **done)

    @property
    def order(self) -> list[tuple[str, list[str]]]:
        """The sections with their measures as they are to stand, by the keys under which they are compared."""
        return [(part.key, [row.key for row in part.rows]) for part in self.result.parts]

    def arrange(self, order: Sequence[tuple[str, Sequence[str]]], made: Mapping[str, int]) -> None:
        """Put sections and measures in an order, and say where in the new document each measure stands.

        `made` are the keys of measures by those of new ones. What has ended stays behind what it followed.
        """
        sections = [self._sections[key].pk for key, _ in order if key in self._sections]
        for key in (change.old for change in self._chosen if change.what == "section" and change.kind == Kind.GONE):
            # what has ended stands in its section still
            Section.objects.filter(pk=key_of(key), measures=None).delete()
        before = self.roadmap.sections.order_by("position").values_list("pk", flat=True)
        for position, section in enumerate(merged(list(before), sections)):
            Section.objects.filter(pk=section).update(position=position)
        measures = {one.pk: one for one in self.roadmap.measures.order_by("section__position", "position")}
        wanted: list[int] = []
        for part, rows in order:
            for row in rows:
                head = key_of(row) if row.startswith("m") else made.get(row, 0)
                for one in _family(head, measures.values()):
                    one.section_id = self._sections[part].pk
                    wanted.append(one.pk)
        for position, measure in enumerate(merged(list(measures), wanted)):
            measures[measure].position = position
        stands = {key_of(old): new for old, new in self.found.rows.items()} | {pk: new for new, pk in made.items()}
        for one in measures.values():
            new = stands.get(one.pk) or stands.get(one.parent_id or 0)
            one.places = printed(self._measures[new])["places"] if new else {}
        Measure.objects.bulk_update(measures.values(), ["position", "section", "places"])

    def arrange_written(self, order: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Do so when all that is new has been written, and is the same as in the new document."""
        self._sections |= {new: self._sections[old] for old, new in self.found.parts.items()}
        self.arrange(order, {new: key_of(old) for old, new in self.found.rows.items()})

    def count_effects(self) -> dict[str, dict[str, int]]:
        """Return what would come of it for the assignments, by the keys of measures and "years" for the head.

        Everything is written for that; whoever asks undoes it.
        """
        found: dict[str, dict[str, int]] = {}
        today, period = timezone.localdate(self.at), period_of(self.roadmap)
        self.write_head()
        if period_of(self.roadmap) != period:
            by_rules = self.roadmap.measures.filter(own_dates=False, ended_on=None)
            found["years"] = summed_effects(_effects(one, today) for one in by_rules)
        self.write_sections()
        for key, changes in self.measures.items():
            if changes[0].kind == Kind.ADDED:
                found[key] = _effects(self._add(key), today)
            elif changes[0].kind == Kind.GONE:
                ending = ending_of(_measure(key), on=today)
                found[key] = {"closed": len(ending.closed), "reported": len(ending.reported)}
            elif set(_words(changes)) & set(WORK):
                found[key] = summed_effects(_effects(one, today) for one in self._change(_measure(key), changes))
        return {key: effects for key, effects in found.items() if any(effects.values())}

    def _add(self, key: str) -> Measure:
        return write_at_end(self._section_of(key), self.roadmap, printed(self._measures[key]), at=self.at)

    def _section_of(self, key: str) -> Section:
        """The section in which a new measure is to stand; it is written already."""
        part = next(part for part in self.result.parts if any(row.key == key for row in part.rows))
        return self._sections[part.key]

    def _change(self, measure: Measure, changes: Sequence[Change]) -> list[Measure]:
        """Write new words of a measure, and return it with those of its items that have the same."""
        doubts = printed(self._measures[changes[0].new])["doubts"]
        written = []
        for one, words in _with_items(measure, _words(changes)):
            for name, value in words.items():
                setattr(one, name, value)
                one.doubts.pop(DOUBT_OF[name], None)
                if DOUBT_OF[name] in doubts:
                    one.doubts[DOUBT_OF[name]] = doubts[DOUBT_OF[name]]
                    one.text_checked = False
            words_changed(one, self.roadmap, list(words), at=self.at)
            written.append(one)
        self._write_targets(measure, changes)
        return written

    def _write_targets(self, measure: Measure, changes: Sequence[Change]) -> None:
        """Set the targets of a measure as they were read, where they are among what is chosen."""
        change = next((one for one in changes if one.what == "targets"), None)
        if change is not None:
            measure.targets.all().delete()
            Target.objects.bulk_create(targets_as_read(measure, self._measures[change.new].targets))
            Measure.objects.filter(pk=measure.pk).update(targets_checked=False)

    def _proposals(self) -> Proposals:
        return Proposals(self.roadmap, today=timezone.localdate(self.at))


def bring_in_line_if_bound(measure: Measure, *, reason: str, by: Actor, at: datetime) -> None:
    """Let the work of a measure follow its words, unless a person has to say first who does it, or when."""
    if is_bound(measure):
        amending.bring_in_line(measure, reason=reason, by=by, at=at)


def is_bound(measure: Measure) -> bool:
    """Say whether a measure has windows and each of its performers is known."""
    performers = measure.performers.prefetch_related("bound")
    known = [bool(one.organisation_class or one.bound.all()) for one in performers]
    return bool(known) and all(known) and measure.occurrences.exists()


def key_of(key: str) -> int:
    """Return the key of the row that is compared under a key: a measure of the plan, or a section."""
    return int(key[1:])


def _measure(key: str) -> Measure:
    return Measure.objects.select_related("roadmap").get(pk=key_of(key))


def _words(changes: Sequence[Change]) -> dict[str, str]:
    """The printed words to be written, by our names; targets apart."""
    return {OUR_FIELD[one.what]: one.becomes for one in changes if one.what in OUR_FIELD and one.what != "targets"}


def _with_items(measure: Measure, words: Mapping[str, str]) -> Iterator[tuple[Measure, dict[str, str]]]:
    """Yield a measure with its new words, and each of its items with those that it had from the whole."""
    items = list(measure.children.filter(ended_on=None))
    common = {name: value for name, value in words.items() if name not in ("number", "text")}
    shared = {
        item.pk: {name: value for name, value in common.items() if getattr(item, name) == getattr(measure, name)}
        for item in items
    }
    if words:
        yield measure, dict(words)
    for item in items:
        if shared[item.pk]:
            yield item, shared[item.pk]


def _family(key: int, measures: Collection[Measure]) -> list[Measure]:
    """A measure and its items, as far as they are there."""
    return [one for one in measures if key == one.pk] + [one for one in measures if key == one.parent_id]


def _effects(measure: Measure, today: date) -> dict[str, int]:
    measure = Measure.objects.select_related("roadmap__organisation__territory").get(pk=measure.pk)
    if measure.children.exists():
        return {}
    return effects_of(measure, today=today).counted() if is_bound(measure) else {"unbound": 1}
