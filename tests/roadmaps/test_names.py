"""Plans that stand together are told apart."""

from __future__ import annotations

import pytest

from orientir.roadmaps.models import Roadmap
from orientir.roadmaps.queries import names_of
from orientir.territory.models import Organisation
from tests.support.world import NOON, SEPTEMBER

CITY, REGION = Organisation(pk=1, short_name="УО города"), Organisation(pk=2, short_name="Министерство")


def plan(key: int, office: Organisation, title: str = "", *, year: int = 2026, at: object = NOON) -> Roadmap:
    return Roadmap(pk=key, organisation=office, title=title, first_year=year, last_year=2028, uploaded_at=at)


@pytest.mark.parametrize(
    ("plans", "names"),
    [
        ([plan(1, CITY), plan(2, CITY, year=2027)], ["2026–2028", "2027–2028"]),
        ([plan(1, CITY), plan(2, REGION)], ["2026–2028 · УО города", "2026–2028 · Министерство"]),
        ([plan(1, CITY, "Наставники"), plan(2, CITY, "Выбор")], ["2026–2028 · Наставники", "2026–2028 · Выбор"]),
        (
            [plan(1, CITY, "Выбор"), plan(2, CITY, "Выбор", at=SEPTEMBER), plan(3, REGION)],
            [
                "2026–2028 · УО города · 20.11.2026, 12:00",
                "2026–2028 · УО города · 01.09.2026, 09:00",
                "2026–2028 · Министерство",
            ],
        ),
    ],
)
def test_names_say_no_more_than_is_needed(plans: list[Roadmap], names: list[str]) -> None:
    assert list(names_of(plans).values()) == [f"Дорожная карта {name}" for name in names]
