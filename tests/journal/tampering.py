"""Tamperings: what somebody who owns the database may do to a sealed journal.

Each changes something and returns what has to be named: an entry, a number of the chain, a gap that holds a number, a
seal.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import sql

from orientir.journal import sealing
from orientir.journal.content import ENTRY, link_digest

Tampering = Callable[[psycopg.Cursor, random.Random], tuple[str, int]]


def one(owner: psycopg.Cursor, question: str, *values: object) -> tuple[Any, ...]:
    found = owner.execute(question.encode(), values).fetchone()
    assert found is not None
    return found


def chained(owner: psycopg.Cursor, luck: random.Random, *, before: int = 0) -> tuple[int, int]:
    """Return some number of the chain and its entry; `before` leaves so many behind it."""
    most = one(owner, "SELECT max(number) FROM journal_link")[0]
    return one(owner, "SELECT number, entry_id FROM journal_link WHERE number = %s", luck.randint(1, most - before))


def mentioned(owner: psycopg.Cursor, luck: random.Random) -> tuple[int, int]:
    """Return some mention: its key and its entry."""
    rows = owner.execute("SELECT id, entry_id FROM journal_mention ORDER BY id").fetchall()
    return luck.choice(rows)


EDITS = {
    "at": "at + interval '1 microsecond'",
    "verb": "'signed_in'",
    "actor": "actor || '0'",
    "user_id": "coalesce(user_id, 0) + 1",
    "person_id": "coalesce(person_id, 0) + 1",
    "role": "role || 'x'",
    "subject_type": "subject_type || 'x'",
    "subject_id": "coalesce(subject_id, 0) + 1",
    "organisation_id": "coalesce(organisation_id, 0) + 1",
    "facts": """facts || '{"more": 1}'""",
    "request": "gen_random_uuid()",
    "mentions": "coalesce(mentions, '') || sha256('')",
    "written_in": "written_in + 1",
}


def edit_an_entry(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    _, entry = chained(owner, luck)
    column = luck.choice([*EDITS])
    change = sql.SQL("UPDATE journal_entry SET {} = {} WHERE id = %s")
    owner.execute(change.format(sql.Identifier(column), sql.SQL(EDITS[column])), [entry])
    return "entry", entry


def remove_an_entry(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    _, entry = chained(owner, luck)
    owner.execute("DELETE FROM journal_mention WHERE entry_id = %s", [entry])
    owner.execute("DELETE FROM journal_entry WHERE id = %s", [entry])
    return "entry", entry


def remove_an_entry_and_its_link(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    number, entry = chained(owner, luck)
    for table, column in (("mention", "entry_id"), ("link", "entry_id"), ("entry", "id")):
        owner.execute(sql.SQL(f"DELETE FROM journal_{table} WHERE {column} = %s"), [entry])
    return "gap", number


def remove_and_close_the_gap(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    number, entry = chained(owner, luck, before=1)
    for table, column in (("mention", "entry_id"), ("link", "entry_id"), ("entry", "id")):
        owner.execute(sql.SQL(f"DELETE FROM journal_{table} WHERE {column} = %s"), [entry])
    owner.execute("UPDATE journal_link SET number = -number WHERE number > %s", [number])
    owner.execute("UPDATE journal_link SET number = -number - 1 WHERE number < 0")
    owner.execute("UPDATE journal_seal SET last = last - 1 WHERE last >= %s", [number])
    return "number", number


def take_an_entry_out_of_the_chain(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    number, entry = chained(owner, luck)
    owner.execute("DELETE FROM journal_link WHERE entry_id = %s", [entry])
    return "gap", number


def two_places(owner: psycopg.Cursor, luck: random.Random) -> tuple[tuple[int, int], tuple[int, int]]:
    first, second = sorted(luck.sample(range(1, one(owner, "SELECT max(number) FROM journal_link")[0] + 1), 2))
    place = "SELECT number, entry_id FROM journal_link WHERE number = %s"
    return one(owner, place, first), one(owner, place, second)


def let_two_entries_change_places(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    (_, first), (_, second) = two_places(owner, luck)
    for old, new in ((first, -first), (second, first), (-first, second)):
        owner.execute("UPDATE journal_entry SET id = %s WHERE id = %s", [new, old])
    return "entry", first


def let_two_links_change_entries(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    (number, first), (_, second) = two_places(owner, luck)
    for old, new in ((first, -first), (second, first), (-first, second)):
        owner.execute("UPDATE journal_link SET entry_id = %s WHERE entry_id = %s", [new, old])
    return "number", number


def let_two_links_change_numbers(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    (first, _), (second, _) = two_places(owner, luck)
    for old, new in ((first, -first), (second, first), (-first, second)):
        owner.execute("UPDATE journal_link SET number = %s WHERE number = %s", [new, old])
    return "number", first


ANOTHER = (
    "INSERT INTO journal_entry (at, verb, actor, role, subject_type, facts{more})"
    " VALUES (now(), 'signed_in', 'user:1', '', '', '{{}}'{values}) RETURNING id"
)


def put_an_entry_in_among_the_sealed(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    horizon = one(owner, "SELECT max(horizon) FROM journal_seal")[0]
    return "entry", one(owner, ANOTHER.format(more=", written_in", values=", %s"), horizon - luck.randint(1, 99))[0]


def put_an_entry_into_the_chain(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    """It follows well from the one before it; the next one does not follow from it."""
    number, _ = chained(owner, luck)
    entry = one(owner, ANOTHER.format(more="", values=""))[0]
    owner.execute("UPDATE journal_link SET number = -number WHERE number >= %s", [number])
    owner.execute("UPDATE journal_link SET number = -number + 1 WHERE number < 0")
    owner.execute("UPDATE journal_seal SET last = last + 1 WHERE last >= %s", [number])
    content = one(owner, f"SELECT {ENTRY.format('e')} FROM journal_entry e WHERE id = %s", entry)[0]
    before = owner.execute("SELECT digest FROM journal_link WHERE number = %s", [number - 1]).fetchone()
    digest = link_digest(before[0] if before else b"", number, content)
    owner.execute("INSERT INTO journal_link VALUES (%s, %s, %s)", [number, entry, digest])
    return "number", number + 1


def cut_the_beginning(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    number, _ = chained(owner, luck, before=1)
    gone = "(SELECT entry_id FROM journal_link WHERE number <= %s)"
    owner.execute(f"DELETE FROM journal_entry WHERE id IN {gone}".encode(), [number])
    owner.execute("DELETE FROM journal_link WHERE number <= %s", [number])
    return "gap", 1


def cut_the_end(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    """Some batches, as if they had never been: what is left is whole in itself."""
    last = one(owner, "SELECT max(number) FROM journal_seal")[0]
    owner.execute("DELETE FROM journal_seal WHERE number >= %s", [luck.randint(1, last)])
    rest = "(SELECT coalesce(max(last), 0) FROM journal_seal)"
    gone = f"(SELECT entry_id FROM journal_link WHERE number > {rest})"
    owner.execute(f"DELETE FROM journal_mention WHERE entry_id IN {gone}".encode())
    owner.execute(f"DELETE FROM journal_entry WHERE id IN {gone}".encode())
    owner.execute(f"DELETE FROM journal_link WHERE number > {rest}".encode())
    return "seal", last


def cut_links_off_the_end(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    number, _ = chained(owner, luck)
    owner.execute("DELETE FROM journal_link WHERE number >= %s", [number])
    return "gap", number


def edit_and_forge_the_rest(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    """All digests behind the edited entry are made anew, seals too: only what is kept elsewhere tells."""
    _, entry = chained(owner, luck)
    owner.execute("UPDATE journal_entry SET at = at + interval '1 day' WHERE id = %s", [entry])
    contents = (
        f"SELECT number, {ENTRY.format('e')} FROM journal_link JOIN journal_entry e ON e.id = entry_id ORDER BY 1"
    )
    rows = owner.execute(contents.encode()).fetchall()
    seals = {seal.last: seal for seal in sealing.seals_after(owner, 0)}  # type: ignore[arg-type]
    digest = sealing.BEGINNING
    for number, content in rows:
        digest = link_digest(digest, number, content)
        owner.execute("UPDATE journal_link SET digest = %s WHERE number = %s", [digest, number])
        if number in seals:
            digest = seals[number].digest_behind(digest)
            owner.execute("UPDATE journal_seal SET digest = %s WHERE number = %s", [digest, seals[number].number])
    return "seal", max(seal.number for seal in seals.values())


def edit_a_link(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    number, _ = chained(owner, luck)
    owner.execute("UPDATE journal_link SET digest = sha256(digest) WHERE number = %s", [number])
    return "number", number


SEAL_EDITS = ("sealed_at = sealed_at + interval '1 hour'", "horizon = horizon - 1", "floor = floor + 1", "cluster = 7")


def edit_a_seal(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    number = luck.randint(1, one(owner, "SELECT max(number) FROM journal_seal")[0])
    owner.execute(f"UPDATE journal_seal SET {luck.choice(SEAL_EDITS)} WHERE number = %s".encode(), [number])
    return "seal", number


def remove_a_seal(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    number = luck.randint(1, one(owner, "SELECT max(number) FROM journal_seal")[0] - 1)
    owner.execute("DELETE FROM journal_seal WHERE number = %s", [number])
    return "gap", number


MENTION_EDITS = (
    "person_id = coalesce(person_id, 0) + 1",
    "organisation_id = coalesce(organisation_id, 0) + 1",
    """words = words || '{"reason": "иначе"}'""",
    "salt = sha256(salt)",
    "position = position + 7",
)


def edit_a_mention(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    mention, entry = mentioned(owner, luck)
    owner.execute(f"UPDATE journal_mention SET {luck.choice(MENTION_EDITS)} WHERE id = %s".encode(), [mention])
    return "entry", entry


def remove_a_mention(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    mention, entry = mentioned(owner, luck)
    owner.execute("DELETE FROM journal_mention WHERE id = %s", [mention])
    return "entry", entry


def put_an_erased_mention_back(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    places = one(owner, "SELECT facts -> 'places' FROM journal_entry WHERE verb = 'mentions_erased'")[0]
    entry, position = luck.choice(places)
    owner.execute(
        "INSERT INTO journal_mention (entry_id, position, person_id, salt, words) VALUES (%s, %s, 1, '', '{}')",
        [entry, position],
    )
    return "entry", entry


def add_a_mention(owner: psycopg.Cursor, luck: random.Random) -> tuple[str, int]:
    _, entry = chained(owner, luck)
    owner.execute(
        "INSERT INTO journal_mention (entry_id, position, person_id, salt, words) VALUES (%s, 9, 1, '', '{}')", [entry]
    )
    return "entry", entry


WAYS: list[Tampering] = [
    edit_an_entry,
    remove_an_entry,
    remove_an_entry_and_its_link,
    remove_and_close_the_gap,
    take_an_entry_out_of_the_chain,
    let_two_entries_change_places,
    let_two_links_change_entries,
    let_two_links_change_numbers,
    put_an_entry_in_among_the_sealed,
    put_an_entry_into_the_chain,
    cut_the_beginning,
    cut_the_end,
    cut_links_off_the_end,
    edit_and_forge_the_rest,
    edit_a_link,
    edit_a_seal,
    remove_a_seal,
    edit_a_mention,
    remove_a_mention,
    put_an_erased_mention_back,
    add_a_mention,
]
