"""In invented places each printed performer finds whom it means, and what could mean two things is asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.territory.performers import SURE, Resolution
from tests.territory import registers
from tests.territory.registers import Register

PLACES = registers.load("own")
AT_FIRST_SIGHT = 0.9


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, db: Any) -> Register:
    with acting_as(REGISTRAR):
        return registers.build(PLACES[request.param])


def found_in(place: Register) -> dict[str, Resolution]:
    with acting_as(REGISTRAR):
        performers = place.performers()
        return {printed: performers.resolve(printed) for printed in place.truth}


def wrongly_sure(place: Register, found: dict[str, Resolution]) -> list[str]:
    """Return what would be bound without asking although it is wrong, or means more than one thing."""
    return [
        printed
        for printed, resolution in found.items()
        if resolution.is_sure and ("asked" in place.truth[printed] or not place.is_meant(printed, resolution.best))
    ]


def test_nine_of_ten_are_found_at_first_sight_and_none_is_sure_and_wrong(place: Register) -> None:
    found = found_in(place)

    meant = [printed for printed, truth in place.truth.items() if "nobody" not in truth]
    right = [printed for printed in meant if place.is_meant(printed, found[printed].best)]
    assert wrongly_sure(place, found) == []
    assert len(right) / len(meant) >= AT_FIRST_SIGHT, sorted(set(meant) - set(right))


def test_a_confidence_that_is_too_high_is_caught(place: Register) -> None:
    """The plant: whatever is found is taken for sure."""
    bold = {
        printed: replace(resolution, candidates=tuple(replace(one, confidence=SURE) for one in resolution.candidates))
        for printed, resolution in found_in(place).items()
    }

    doubtful = {printed for printed, truth in place.truth.items() if {"asked", "nobody"} & truth.keys()}
    assert set(wrongly_sure(place, bold)) == {printed for printed in doubtful if bold[printed].candidates}
