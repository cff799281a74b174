"""A person can be taken out of the journal: the chain stays valid, and nobody can tell any more who it was."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from django.db import connection

from orientir.database import backups
from orientir.database.backups import Erased
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR, SEALER
from orientir.journal import erasure, sealing
from orientir.journal.erasure import erase_mentions
from orientir.journal.models import Entry, Erasure, Mention
from tests.support import world
from tests.support.world import NOON

from .conftest import found, write

OTHERS = 2
"""How often everybody of the cast is mentioned before: added as a person, and appointed."""

pytestmark = pytest.mark.usefixtures("committed", "state")


def erase(person_id: int | None) -> int:
    with acting_as(REGISTRAR):
        return erase_mentions(person_id or 0, by=REGISTRAR, at=NOON)


def mentions() -> list[tuple[int | None, dict[str, str]]]:
    """Return whom the deeds of this file speak of."""
    with acting_as(SEALER):
        keys = list(Entry.objects.filter(verb="signed_out").values_list("pk", flat=True))
        found = Mention.objects.filter(entry_id__in=keys).order_by("entry_id", "position")
        return list(found.values_list("person_id", "words"))


def test_erasing_takes_the_person_and_the_words_and_leaves_the_others_and_the_chain() -> None:
    vera, galina, zoya = (world.actor(login) for login in ("vera", "galina", "zoya"))
    write(vera, 2, people=(galina.person_id, zoya.person_id), reason="Сверка")
    sealing.seal(at=NOON)

    assert erase(galina.person_id) == 2 + OTHERS
    sealing.seal(at=NOON)

    assert mentions() == [(zoya.person_id, {"reason": "Сверка"})] * 2
    assert found() == []


def test_the_entry_about_it_tells_the_places_and_not_the_person() -> None:
    vera, galina = world.actor("vera"), world.actor("galina")
    write(vera, people=(galina.person_id,), reason="Сверка")
    erase(galina.person_id)

    with acting_as(SEALER):
        erasing = Entry.objects.get(verb="mentions_erased")
        about = Entry.objects.get(verb="signed_out")
    assert (erasing.facts["places"][OTHERS:], erasing.subject_id, erasing.mentions) == ([[about.pk, 1]], None, None)
    assert [*erasing.facts] == ["places"]


def test_who_is_not_mentioned_is_erased_without_a_trace_of_it() -> None:
    assert erase(10**9) == 0
    with acting_as(SEALER):
        assert not Entry.objects.filter(verb="mentions_erased").exists()


def test_erasing_again_after_a_restore_takes_what_has_come_back(owner: psycopg.Cursor) -> None:
    vera, galina = world.actor("vera"), world.actor("galina")
    write(vera, people=(galina.person_id,))
    owner.execute("CREATE TABLE kept AS SELECT * FROM journal_mention")
    owner.connection.commit()
    erase(galina.person_id)
    assert mentions() == []
    owner.execute("INSERT INTO journal_mention SELECT * FROM kept WHERE person_id = %s", [galina.person_id])
    owner.connection.commit()
    assert len(found()) == 1 + OTHERS
    assert all("is there again after being erased" in fault for fault in found())

    assert erase(galina.person_id) == 1 + OTHERS
    assert (mentions(), found()) == ([], [])


def test_the_hash_that_is_left_cannot_be_found_again_by_trying_everybody() -> None:
    """Two mentions of the same person with the same words have nothing in common: each has a salt of its own."""
    vera, galina = world.actor("vera"), world.actor("galina")
    write(vera, 2, people=(galina.person_id,))
    erase(galina.person_id)

    with acting_as(SEALER):
        first, second = Entry.objects.filter(verb="signed_out").values_list("mentions", flat=True)
    with acting_as(SEALER), connection.cursor() as cursor:
        cursor.execute(
            "SELECT sha256(convert_to(jsonb_build_array(%s::bigint, NULL, '{}'::jsonb)::text, 'UTF8'))",
            [galina.person_id],
        )
        (unsalted,) = cursor.fetchone()
    assert len({bytes(first), bytes(second), bytes(unsalted)}) == 3


# The ledger.


def test_an_erasure_stands_in_the_ledger_by_key_and_moment(state: Path) -> None:
    galina = world.actor("galina").person_id or 0
    erase(galina)

    with acting_as(SEALER):
        assert list(Erasure.objects.values_list("person_id", "erased_at")) == [(galina, NOON)]
    assert backups.ledger(state.parent / "backups" / "erased") == [Erased(NOON, galina)]


def test_who_is_in_a_ledger_is_erased_again_everywhere_and_once(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after the restore of a backup that was made before: the mentions are there, the ledger knows nothing."""
    galina, nobody = world.actor("galina").person_id or 0, 10**9
    told: list[int] = []
    monkeypatch.setattr(erasure, "_erasers", {})
    erasure.register("surveys", lambda person_id, by, at: told.append(person_id))
    ledger = [Erased(NOON, galina), Erased(NOON, nobody)]

    again = [erasure.erase_again(ledger) for _ in range(2)]

    assert (again, told) == ([2, 0], [galina, nobody])
    with acting_as(SEALER):
        assert not Mention.objects.filter(person_id=galina).exists()
        assert set(Erasure.objects.values_list("person_id", flat=True)) == {galina, nobody}
    assert backups.ledger(state.parent / "backups" / "erased") == ledger
    sealing.seal(at=NOON)
    assert found() == []


def test_two_apps_cannot_erase_under_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "_erasers", {})
    erasure.register("surveys", lambda person_id, by, at: None)

    with pytest.raises(erasure.EraserTaken):
        erasure.register("surveys", lambda person_id, by, at: None)
