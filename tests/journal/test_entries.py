"""A deed and its entry stand or fall together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.journal.entries import EntryWithoutTransaction
from orientir.journal.models import Entry, Mention
from orientir.journal.queries import entries_about, history_of
from orientir.journal.verbs import UnknownVerb, words
from orientir.roadmaps.models import Assignment
from orientir.territory.models import Organisation, Territory
from tests.support import world
from tests.support.threads import elsewhere
from tests.support.world import NOON, SEPTEMBER

MARK = {"verb": "report_returned", "at": NOON}
"""What the deeds of this file are called: nobody of the known world has done it."""


def school(name: str = "Школа № 5") -> Organisation:
    return Organisation.objects.get(short_name=name)


def rename(organisation: Organisation, name: str) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(short_name=name)


def written(actor: Actor) -> list[dict[str, Any]]:
    """Return the entries of this file's deeds, as far as `actor` reads them."""
    with acting_as(actor):
        return list(Entry.objects.filter(verb=MARK["verb"]).order_by("pk").values())


def mentioned(reader: Actor) -> list[dict[str, Any]]:
    """Return of whom the entries of this file's deeds speak, as far as `reader` reads it."""
    with acting_as(reader):
        keys = list(Entry.objects.filter(verb=MARK["verb"]).values_list("pk", flat=True))
        found = Mention.objects.filter(entry_id__in=keys).order_by("entry_id", "position")
        return list(found.values("entry_id", "position", "person_id", "organisation_id", "words"))


def test_an_entry_says_who_in_which_role_did_what_to_what_where_and_when(vera):
    with acting_as(vera):
        work = world.assignment_of("Школа № 5")
        with journal.entry(**MARK, by=vera, about=work, pages=3):
            Assignment.objects.filter(pk=work.pk).update(state="waiting")

    (entry,) = written(vera)
    del entry["id"], entry["request"], entry["written_in"]
    assert entry == {
        "at": NOON,
        "verb": "report_returned",
        "actor": vera.name,
        "user_id": vera.user_id,
        "person_id": vera.person_id,
        "role": "guidance_lead",
        "subject_type": "roadmaps.Assignment",
        "subject_id": work.pk,
        "organisation_id": work.organisation_id,
        "facts": {"pages": 3},
        "mentions": None,
    }


def test_all_deeds_of_a_request_have_its_number_and_those_of_another_have_theirs(vera, galina):
    for actors in ((vera, galina), (vera,)):
        with acting_as(REGISTRAR):
            for actor in actors:
                with acting_as(actor), journal.entry(**MARK, by=actor):
                    pass

    (first, second), (together,) = ([entry["request"] for entry in written(reader)] for reader in (vera, galina))
    assert first == together != second
    assert None not in (first, second)


def test_one_entry_names_all_whom_it_concerns_and_each_of_them_reads_it(vera, galina, zoya, gleb):
    """A wall stands between the two municipalities; Zoya sees what was done with her there, and nothing else of it."""
    people = [zoya.person_id, galina.person_id, zoya.person_id]
    with acting_as(vera):
        with journal.entry(
            **MARK, by=vera, about=school(), organisation_id=school().pk, people=people, reason="Сверка"
        ):
            pass
        with journal.entry(**MARK, by=vera, organisation_id=school().pk):
            pass

    assert [len(written(reader)) for reader in (vera, galina, zoya, gleb)] == [2, 1, 1, 0]
    (entry, other) = written(vera)
    place = {"entry_id": entry["id"], "organisation_id": other["organisation_id"], "words": {"reason": "Сверка"}}
    assert mentioned(zoya) == [{**place, "person_id": zoya.person_id, "position": 2}]
    assert mentioned(vera) == [
        {**place, "person_id": galina.person_id, "position": 1},
        {**place, "person_id": zoya.person_id, "position": 2},
    ]
    assert len(entry["mentions"]) == 2 * 32
    with acting_as(zoya):
        assert [one.pk for one in entries_about(zoya.person_id) if one.verb == MARK["verb"]] == [entry["id"]]


def test_whom_a_deed_concerns_may_be_known_only_inside_it(vera, galina):
    with acting_as(vera), journal.entry(**MARK, by=vera) as entry:
        entry.people = [galina.person_id]
        entry.words = {"before": "Иванова", "after": "Петрова"}

    assert [one["words"] for one in mentioned(galina)] == [{"before": "Иванова", "after": "Петрова"}]


def test_words_about_nobody_stand_beside_the_entry_too(vera):
    with acting_as(vera), journal.entry(**MARK, by=vera, organisation_id=school().pk, reason="Пожар в серверной"):
        pass

    assert [(one["person_id"], one["words"]) for one in mentioned(vera)] == [(None, {"reason": "Пожар в серверной"})]
    assert "Пожар" not in str(written(vera))


@pytest.mark.parametrize("people", [(), (2, 3, 4)], ids=["nobody", "three"])
def test_an_entry_is_one_statement_whomever_it_names(vera, people):
    with acting_as(vera), CaptureQueriesContext(connection) as asked, journal.entry(**MARK, by=vera, people=people):
        pass

    assert [one["sql"] for one in asked if "INSERT" in one["sql"]] == [asked[-2]["sql"]]


def test_who_has_several_roles_is_written_down_with_all_of_them(vera):
    roles = ", ".join(["regional_coordinator", "municipal_coordinator", "technical_administrator"] * 3)
    with acting_as(vera), journal.entry(**MARK, by=replace(vera, role=roles)):
        pass

    assert [entry["role"] for entry in written(vera)] == [roles]


def test_a_deed_that_makes_its_subject_names_it_inside(vera):
    with acting_as(vera), journal.entry(**MARK, by=vera) as entry:
        entry.about = territory = Territory.objects.create(name="Новый", level="municipality", path="new")

    (found,) = written(vera)
    assert (found["subject_type"], found["subject_id"]) == ("territory.Territory", territory.pk)


def test_outside_of_an_entry_nothing_journalled_changes(vera):
    with acting_as(vera):
        refusal = "a change of territory_organisation without a journal entry"
        with pytest.raises(ProgrammingError, match=refusal), transaction.atomic():
            rename(school(), "Лицей")
        with journal.entry(**MARK, by=vera):
            rename(school(), "Лицей")
        with pytest.raises(ProgrammingError, match="without a journal entry"), transaction.atomic():
            rename(school("Лицей"), "Гимназия")


def test_a_failed_deed_leaves_no_entry_and_nothing_of_itself_even_where_it_is_caught(vera):
    """The plant is the row: without a savepoint it would be changed, and nobody would know by whom."""
    with acting_as(vera):
        five = school()
        with pytest.raises(ZeroDivisionError), journal.entry(**MARK, by=vera):
            rename(five, "Лицей")
            1 / 0  # noqa: B018
        assert school() == five
        with pytest.raises(ProgrammingError, match="without a journal entry"), transaction.atomic():
            rename(five, "Гимназия")

    assert written(vera) == []


def test_deeds_made_of_deeds_write_all_of_them_and_the_outer_one_stays_open(vera):
    with acting_as(vera), journal.entry(**MARK, by=vera, which="outer"):
        with journal.entry(**MARK, by=vera, which="inner"):
            rename(school(), "Лицей")
        rename(school("Лицей"), "Гимназия")

    assert [entry["facts"] for entry in written(vera)] == [{"which": "inner"}, {"which": "outer"}]


def test_a_failed_inner_deed_leaves_the_outer_one_open(vera):
    with acting_as(vera), journal.entry(**MARK, by=vera, which="outer"):
        with pytest.raises(ZeroDivisionError), journal.entry(**MARK, by=vera, which="inner"):
            1 / 0  # noqa: B018
        rename(school(), "Лицей")

    assert [entry["facts"] for entry in written(vera)] == [{"which": "outer"}]


def test_a_deed_nobody_has_registered_is_refused_before_anything_changes(vera):
    with acting_as(vera), pytest.raises(UnknownVerb), journal.entry("tidied_up", by=vera, at=NOON):
        rename(school(), "Лицей")
    with pytest.raises(UnknownVerb):
        words("tidied_up")


def test_without_a_transaction_there_is_no_entry(committed):
    with pytest.raises(EntryWithoutTransaction), journal.entry(**MARK, by=REGISTRAR):
        pass


def test_a_deed_that_is_rolled_back_was_never_written_down(committed):
    vera = world.actor("vera")
    with acting_as(vera):
        with journal.entry(**MARK, by=vera):
            rename(school(), "Лицей")
        transaction.set_rollback(True)
    assert elsewhere(lambda: written(vera)) == []

    with acting_as(vera), journal.entry(**MARK, by=vera):
        rename(school(), "Лицей")
    assert len(elsewhere(lambda: written(vera))) == 1


def test_no_entry_stays_open_when_its_transaction_ends(committed):
    vera = world.actor("vera")
    with acting_as(vera), journal.entry(**MARK, by=vera):
        pass

    with acting_as(vera), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('orientir.entry', true), '')")
        assert cursor.fetchone() == ("",)


def test_who_writes_need_not_be_able_to_read(vera, galina, gleb):
    """A deed of the registrar at School No. 5 is read by those of School No. 5, not by the registrar."""
    with acting_as(REGISTRAR), journal.entry(**MARK, by=REGISTRAR, organisation_id=school().pk):
        pass

    assert [len(written(reader)) for reader in (vera, galina, gleb, REGISTRAR)] == [1, 0, 0, 0]


def test_everybody_reads_the_own_deeds_wherever_they_were_done(vera, galina):
    with acting_as(vera), journal.entry(**MARK, by=vera, organisation_id=school("Школа № 1").pk):
        pass

    assert [len(written(reader)) for reader in (vera, galina)] == [1, 0]


def test_history_is_what_was_done_to_the_objects_oldest_first(vera):
    with acting_as(vera):
        work = world.assignment_of("Школа № 5")
        for at, pages in ((NOON, 2), (SEPTEMBER, 1)):
            with journal.entry("evidence_added", by=vera, at=at, about=work, pages=pages):
                pass
        with journal.entry("evidence_added", by=vera, at=NOON, about=work.measure, pages=9):
            pass

        assert [entry.facts for entry in history_of(work)] == [{"pages": 1}, {"pages": 2}]
        assert [entry.facts for entry in history_of(work, work.measure)] == [
            {"pages": 1},
            {"pages": 2},
            {"pages": 9},
        ]
