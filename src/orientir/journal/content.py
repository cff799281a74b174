"""What is hashed: the one place that says which values of a row the chain proves, and in which form.

PostgreSQL makes the form and the hash, where a row is written, sealed and checked alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

ENTRY: Final = """sha256(convert_to(jsonb_build_array(
    {0}.id, to_char({0}.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), {0}.verb, {0}.actor, {0}.user_id,
    {0}.person_id, {0}.role, {0}.subject_type, {0}.subject_id, {0}.organisation_id, {0}.facts, {0}.request,
    encode({0}.mentions, 'hex'), {0}.written_in
)::text, 'UTF8'))"""
"""The hash of an entry: of all its columns. Keys of people are numbers that lead nowhere once they are erased."""

MENTION: Final = """sha256({0}.salt || convert_to(jsonb_build_array(
    {0}.person_id, {0}.organisation_id, {0}.words
)::text, 'UTF8'))"""
"""The hash of a mention; the salt keeps anybody from finding the person by trying all."""

SIZE: Final = hashlib.sha256().digest_size
BEGINNING: Final = bytes(SIZE)
"""What stands before the first link."""


def link_digest(before: bytes, number: int, content: bytes) -> bytes:
    """Return the digest of a link from the digest before it and the hash of its entry."""
    return hashlib.sha256(before + number.to_bytes(8, "big") + content).digest()


def seal_digest(before: bytes, facts: Iterable[object]) -> bytes:
    """Return the digest of a seal from that of the last link and from what the seal says."""
    return hashlib.sha256(before + " ".join(map(str, facts)).encode()).digest()
