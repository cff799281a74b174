"""Under any locale of the database Russian sorts and is found as it should be; here the order of rows is that of C."""

from __future__ import annotations

import pytest
from django.db import connection

from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE, REGISTRAR
from orientir.roadmaps import queries
from orientir.roadmaps.models import Roadmap
from orientir.territory import services
from orientir.territory.models import Organisation, Territory
from tests.support import world

INDEX = ["Ежи", "Ёлка", "ёлочка", "«Жук»", "Школа № 2", "Школа № 10", "Школа № 100", "Эхо", "Яблоня"]


def test_the_database_sorts_by_code_points(db):
    with acting_as(MAINTENANCE), connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(word ORDER BY word) FROM unnest(%s::text[]) AS word", [["Ёлка", "Ежи", "Жук"]])

        assert cursor.fetchone() == (["Ёлка", "Ежи", "Жук"],)


def test_names_stand_in_the_order_of_a_russian_index(db):
    with acting_as(REGISTRAR):
        territory = services.add_territory("Заозёрск", level="municipality", by=REGISTRAR, at=world.NOON)
        for name in reversed(INDEX):
            services.add_organisation(territory, kind="school", name=name, short_name=name, by=REGISTRAR, at=world.NOON)

        assert [found.short_name for found in Organisation.objects.filter(territory=territory)] == INDEX


def test_a_name_that_differs_in_case_quotes_or_yo_only_is_taken(db):
    with acting_as(REGISTRAR):
        territory = Territory.objects.get(name="Белоозерск")
        words = {"kind": "school", "short_name": "Ёлочка", "by": REGISTRAR, "at": world.NOON}
        services.add_organisation(territory, name="МБДОУ «Ёлочка»", **words)

        for name in ("мбдоу «ЕЛОЧКА»", 'МБДОУ "Елочка"', "МБДОУ  Ёлочка"):
            with pytest.raises(services.NameTaken):
                services.add_organisation(territory, name=name, **words)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("экскурсия", ["1.2."]),
        ("ЭКСКУРСИЙ на предприятие", ["1.2."]),
        ("изданный приказ", ["1.1."]),
        ("итог", ["1.3."]),
        ("курс", []),  # a part of another word is not the word
        ("", ["1.1.", "1.2.", "1.3."]),
    ],
)
def test_measures_are_found_by_any_case_form_of_their_words(boris, words, found):
    with acting_as(boris):
        roadmap = Roadmap.objects.get(organisation__in=boris.organisations)

        sections = queries.sections_with_measures(roadmap, words=words)

        assert [measure.number for section in sections for measure in section.measures] == found


@pytest.mark.parametrize(("word", "upper"), [("ёж", "ЁЖ"), ("щука", "ЩУКА")])
def test_the_database_itself_knows_capital_letters(db, word, upper):
    with acting_as(MAINTENANCE), connection.cursor() as cursor:
        cursor.execute("SELECT upper(%s), lower(%s)", [word, upper])

        assert cursor.fetchone() == (upper, word)
