"""`check journal` says that the journal is whole and only grows, or what is not so; and what it cannot tell."""

from __future__ import annotations

import re
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from orientir.journal import anchors, sealing
from tests.support import world
from tests.support.world import NOON

from .conftest import leave, lift, write

pytestmark = pytest.mark.usefixtures("committed", "state")
LAST = r"Last seal, of 2026-11-20 \d\d:00:00 \S+: (1:[0-9a-f]{64})"


def checked(*arguments: str) -> tuple[int, str]:
    """Run the command in English; return its exit code and all it says."""
    said = StringIO()
    try:
        with translation.override("en"):
            call_command("check_journal", *arguments, stdout=said, stderr=said)
    except CommandError as refused:
        return refused.returncode, f"{said.getvalue()}{refused}\n"
    return 0, said.getvalue()


def without_digest(said: str) -> str:
    return re.sub(LAST, "Last seal", said)


def test_a_journal_that_nobody_has_sealed_yet_is_all_tail() -> None:
    code, said = checked()

    assert code == 0
    first, second = said.splitlines()
    assert first == "The journal is whole: 0 entries are sealed."
    assert re.fullmatch(r"Not sealed yet, so not proven: \d+ entries. The worker seals every few seconds.", second)


def test_a_whole_journal_says_its_last_seal_and_its_tail() -> None:
    number = sealing.seal(at=NOON)
    write(world.actor("vera"))

    code, said = checked()

    assert (code, without_digest(said).splitlines()) == (
        0,
        [
            f"The journal is whole: {number} entries are sealed.",
            "Last seal",
            "Not sealed yet, so not proven: 1 entry. The worker seals every few seconds.",
        ],
    )


def test_a_tampered_journal_is_named_and_fails(owner: psycopg.Cursor) -> None:
    sealing.seal(at=NOON)
    owner.execute("UPDATE journal_entry SET verb = 'signed_out' WHERE id = 4")
    leave(owner)

    assert checked() == (
        1,
        "entry 4, number 4 of the chain, is not what was sealed\nThe journal is not what was written: see above.\n",
    )


def test_of_many_faults_the_first_are_shown(owner: psycopg.Cursor) -> None:
    sealing.seal(at=NOON)
    owner.execute("UPDATE journal_entry SET verb = 'signed_out' WHERE id > 2")
    leave(owner)

    code, said = checked()

    *shown, more, _ = said.splitlines()
    assert (code, len(shown), more) == (1, 50, "There is more than is shown here.")


def test_a_seal_on_paper_finds_a_cut_where_none_is_kept_here(owner: psycopg.Cursor) -> None:
    leave(owner)
    sealing.seal(at=NOON)
    written_down = re.search(LAST, checked()[1])
    assert written_down is not None
    for path in anchors.folder().iterdir():
        path.unlink()
    code, said = checked()
    assert code == 0
    assert said.endswith("No seal is kept here: nobody can tell without one (--against) whether the end was cut off.\n")
    assert checked("--against", written_down[1])[0] == 0

    lift(owner)
    owner.execute("TRUNCATE journal_link, journal_seal")
    owner.execute("DELETE FROM journal_entry WHERE id > 3")
    leave(owner)
    sealing.seal(at=NOON)

    code, said = checked("--against", written_down[1])
    assert code == 1
    assert "seal 1 is another one than was kept outside: the chain has been made anew" in said


@pytest.mark.parametrize(
    ("made_ready", "told"),
    [
        ("ALTER TABLE journal_link DISABLE TRIGGER orientir_only_grows", "journal_link can be changed: its trigger "),
        ("DROP TRIGGER orientir_erases ON journal_mention", "journal_mention can be changed: its trigger "),
        (
            "CREATE OR REPLACE FUNCTION orientir_journal_erases() RETURNS trigger LANGUAGE plpgsql"
            " AS 'BEGIN RETURN NULL; END'",
            "journal_mention can be changed: its trigger orientir_erases ",
        ),
        ("GRANT UPDATE (verb) ON journal_entry TO {0}", "journal_entry: the application has rights that it must not"),
        ("GRANT DELETE ON journal_erasure TO {0}", "journal_erasure: the application has rights that it must not"),
    ],
)
def test_a_journal_that_could_be_changed_is_named(owner: psycopg.Cursor, made_ready: str, told: str) -> None:
    sealing.seal(at=NOON)
    leave(owner)
    assert checked()[0] == 0

    owner.execute(made_ready.format(connection.settings_dict["APPLICATION_ROLE"]).encode())
    owner.connection.commit()

    code, said = checked()
    assert (code, said.startswith(told), len(said.splitlines())) == (1, True, 2)


@pytest.mark.parametrize("words", ["1", "one:ff", "1:xyz", ""])
def test_what_is_no_seal_is_refused(words: str) -> None:
    code, said = checked("--against", words)

    assert (code, said) == (1, "A seal is written as NUMBER:DIGEST.\n")
