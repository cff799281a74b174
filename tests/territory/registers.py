"""Makes the registers of organisations in registers/ and says whom a printed performer means in them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from orientir.database.system_actors import REGISTRAR
from orientir.territory import services
from orientir.territory.choices import Founder, Kind, Level, UnitKind
from orientir.territory.models import Organisation, Territory
from orientir.territory.performers import Candidate, Performers
from tests.support import world

FOLDER = Path(__file__).parent / "registers"
DAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Register:
    """Organisations by the keys of the file, the territory whose plans are read, and the office whose plan it is."""

    territory: Territory
    organisations: dict[str, Organisation]
    plan: Organisation
    places: dict[str, Territory]
    truth: dict[str, dict[str, Any]]

    def performers(self) -> Performers:
        return Performers(self.territory, on=DAY, plan_organisation=self.plan)

    def is_meant(self, printed: str, candidate: Candidate | None) -> bool:
        """Say whether this is what the printed words mean."""
        meant = self.truth[printed]
        if candidate is None or "nobody" in meant:
            return candidate is None and "nobody" in meant
        organisations = {self.organisations[key].pk for key in meant.get("organisations", ())}
        return (
            {organisation.pk for organisation in candidate.organisations} == organisations
            and candidate.class_key == self._key(meant.get("class", ""))
            and candidate.duty == meant.get("duty", "")
        )

    def _key(self, key: str) -> str:
        """The key of a class, in which the file writes the name of a place."""
        key, _, place = key.partition("in-")
        return f"{key}in-{self.places[place].pk}" if place else key


def load(file: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))


def build(told: dict[str, Any]) -> Register:
    """Make a register in the database; somebody must act."""
    above = _territory(told["region"], Level.REGION) if "region" in told else None
    territory = _territory(told["territory"], Level(told.get("level", "municipality")), above)
    within = Level.MUNICIPALITY if territory.level == Level.REGION else Level.DISTRICT
    places = {name: _territory(name, within, territory) for name in told.get("beneath", ())}
    if above:
        places["above"] = above
    organisations = {key: _organisation(row, territory, places) for key, row in told["organisations"].items()}
    return Register(territory, organisations, organisations[told["plan"]], places, told["truth"])


def _territory(name: str, level: Level, parent: Territory | None = None) -> Territory:
    return services.add_territory(name, level=level, parent=parent, by=REGISTRAR, at=world.NOON)


def _organisation(row: list[str], territory: Territory, places: dict[str, Territory]) -> Organisation:
    kind, name, short_name, *more = row
    where = next((places[word] for word in more if word in places), territory)
    grades = next((word for word in more if word.startswith("grades ")), "")
    first, last = map(int, grades[7:].split("-")) if grades else (None, None)
    made = services.add_organisation(
        where,
        kind=Kind(kind),
        name=name,
        short_name=short_name,
        founder=next((word for word in more if word in Founder.values), ""),
        first_grade=first,
        last_grade=last,
        adapted=True if "adapted" in more else None,
        by=REGISTRAR,
        at=world.NOON,
    )
    for unit in UnitKind:
        if unit.value in more:
            services.add_unit(made, kind=unit, name=f"Центр {made.pk}", by=REGISTRAR, at=world.NOON)
    return made
