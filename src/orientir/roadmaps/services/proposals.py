"""What a plan's words propose to be bound to: a person confirms, and is asked only where the words leave doubt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from orientir.engines.reading import Target as ReadTarget
from orientir.engines.reading import find_targets, performers_in
from orientir.engines.reading.kinds import Binding, read_kinds
from orientir.roadmaps.binding import period_of, windows_of
from orientir.roadmaps.choices import Force, Part
from orientir.roadmaps.models import Measure, Occurrence, Performer, PerformerOrganisation, Roadmap, Target
from orientir.territory.performers import Performers, Resolution

_FORCES = {"mandatory": Force.OBLIGATORY, "recommended": Force.RECOMMENDED, "by_agreement": Force.AGREED}
_LONGEST_PRINT = 500


@dataclass
class Proposals:
    """Proposes bindings for the measures of one plan; the organisations of its territory are loaded once."""

    roadmap: Roadmap
    today: date

    def __post_init__(self) -> None:
        office = self.roadmap.organisation
        period = period_of(self.roadmap)
        on = min(max(self.today, period[0]), period[1]) if period else self.today
        self._performers = Performers(office.territory, on=on, plan_organisation=office)

    def bind(self, measures: Iterable[Measure], names: Mapping[int, Sequence[str]] | None = None) -> None:
        """Write what is proposed for measures that have no bindings yet.

        `names` are the separate performers by the key of their measure, where the reader has told them apart by how
        they stand on the page; else the words alone do.
        """
        chosen = list(measures)
        names = names or {}
        for measure in chosen:
            self._bind_words(measure, names.get(measure.pk) or performers_in(measure.performers_words))
        Measure.objects.bulk_update(chosen, ["fulfilment", "also", "result_form", "traits"])
        Occurrence.objects.bulk_create([window for one in chosen for window in self.windows(one)])
        Target.objects.bulk_create([target for one in chosen for target in _targets(one)])
        self._write([found for one in chosen for found in self.performers(one, names.get(one.pk))])

    def bind_again(self, measure: Measure, *, term: bool = False, performers: bool = False) -> None:
        """Propose anew what was bound to words that a person has changed."""
        if term and not measure.own_dates:
            measure.occurrences.all().delete()
            Occurrence.objects.bulk_create(self.windows(measure))
        if performers:
            measure.performers.all().delete()
            self._write(self.performers(measure))

    def windows(self, measure: Measure) -> list[Occurrence]:
        """Return the windows that the rules of the plan give the term of a measure."""
        return [
            Occurrence(
                measure=measure,
                starts_on=window.starts_on,
                ends_on=window.ends_on,
                due_on=window.due_on,
                inner_due_on=window.inner_due_on,
            )
            for window in windows_of(measure.parsed_term, self.roadmap)
        ]

    def performers(self, measure: Measure, names: Sequence[str] | None = None) -> list[tuple[Performer, Resolution]]:
        """Return the printed performers of a measure, each with whom it may mean."""
        names = names or performers_in(measure.performers_words)
        said = {performer.name: performer for performer in _kinds(measure, names).performers}
        several = len(names) > 1
        found = []
        for position, name in enumerate(names):
            resolution = self._performers.resolve(name)
            sure = resolution.best if resolution.is_sure else None
            spoken = said.get(name)
            leads = several and spoken is not None and spoken.leads and not spoken.is_class
            performer = Performer(
                measure=measure,
                position=position,
                printed=name[:_LONGEST_PRINT],
                part=Part.LEAD if leads else Part.SUBMITS,
                force=Force.AGREED if spoken and spoken.by_agreement else self._force(measure),
                organisation_class=sure.class_key if sure else "",
                duty=(sure.duty if sure else "")[:200],
                confidence=resolution.best.confidence if resolution.best else 0,
                reasons=list(resolution.best.reasons) if resolution.best else [],
            )
            found.append((performer, resolution))
        return found

    def resolve(self, printed: str) -> Resolution:
        """Return whom a printed performer of this plan may mean, the likeliest first."""
        return self._performers.resolve(printed)

    def _write(self, found: Sequence[tuple[Performer, Resolution]]) -> None:
        Performer.objects.bulk_create([performer for performer, _ in found])
        PerformerOrganisation.objects.bulk_create(
            PerformerOrganisation(performer=performer, organisation=organisation)
            for performer, resolution in found
            if resolution.is_sure and resolution.best
            for organisation in resolution.best.organisations
        )

    def _bind_words(self, measure: Measure, names: Sequence[str]) -> None:
        said = _kinds(measure, names)
        plain = said.to_json()
        measure.fulfilment, measure.result_form = said.fulfilment.value, said.result_form.value
        measure.also = [finding.value for finding in said.also]
        measure.traits = plain["why"]

    def _force(self, measure: Measure) -> Force:
        said = (measure.traits.get("force") or {}).get("value", "mandatory")
        return _FORCES.get(said, Force.OBLIGATORY)


def _kinds(measure: Measure, names: Sequence[str]) -> Binding:
    return read_kinds(
        measure.text,
        result=measure.result or None,
        indicator_raw=measure.indicator or None,
        executors=names,
        executors_raw=measure.performers_words,
        term_raw=measure.term_words,
        section=measure.section.title,
        level=measure.roadmap.level or None,
    )


def _targets(measure: Measure) -> list[Target]:
    found: Sequence[ReadTarget] = find_targets(
        title=measure.text, result=measure.result or None, indicator=measure.indicator or None
    )
    return targets_as_read(measure, found)


def targets_as_read(measure: Measure, found: Sequence[ReadTarget]) -> list[Target]:
    """Return targets of a measure as the reader found them."""
    return [
        Target(
            measure=measure,
            position=position,
            text=target.text,
            op=target.op,
            value=target.value,
            unit=target.unit or "",
            population=target.population or "",
            year=target.year,
        )
        for position, target in enumerate(found)
    ]
