"""The list of organisations as a spreadsheet: exactly what the import takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from orientir.database.actor import Actor
from orientir.engines.russian import normalise
from orientir.engines.spreadsheets.writing import Cell, write_table

from .choices import Founder, Kind
from .imports.columns import COLUMNS, Answer
from .imports.comparing import UNITS, names_of_territory
from .models import Organisation
from .policy import visible_organisations


def organisations_as_xlsx(*, by: Actor, today: date) -> bytes:
    """Return the organisations that `by` sees and that work today as a workbook; taken in again it changes nothing."""
    head = [column.names[-1 if get_language() == "en" else 0] for column in COLUMNS]
    return write_table(_("Organisations"), [name[:1].upper() + name[1:] for name in head], _rows(by, today))


def _rows(by: Actor, today: date) -> Iterator[list[Cell]]:
    found = visible_organisations(by).open_on(today).as_of(today).select_related("territory__parent")
    organisations = list(found.order_by("territory__sort_key", "territory", "sort_key", "pk"))
    places = {organisation.territory_id: organisation.territory for organisation in organisations}
    names = Counter(normalise(place.name) for place in places.values())
    for organisation in organisations:
        # «Центральный район» of which town: where several are called so, the town stands behind.
        which = names_of_territory(organisation.territory)[
            -1 if names[organisation.territory.normalised_name] > 1 else 0
        ]
        row = {**_row(organisation), "territory": which}
        yield [row.get(column.key) for column in COLUMNS]


def _row(organisation: Organisation) -> dict[str, Cell]:
    state = organisation.state_then
    units = {unit.kind for unit in organisation.units_then}
    return {
        "code": organisation.code,
        "kind": str(Kind(organisation.kind).label),
        "name": state.name,
        "short_name": state.short_name,
        "founder": str(Founder(state.founder).label) if state.founder else "",
        "tax_number": organisation.tax_number,
        "first_grade": state.first_grade,
        "last_grade": state.last_grade,
        "adapted": "" if state.adapted is None else (Answer.YES if state.adapted else Answer.NO).words,
        "opened_on": organisation.opened_on,
        **{key: (Answer.YES if kind in units else Answer.NO).words for key, kind in UNITS.items()},
    }
