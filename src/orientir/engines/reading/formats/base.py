"""What a format is: how its files are known, and how their bytes become blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from orientir.engines.reading.blocks import Block
from orientir.engines.reading.model import Remark


@dataclass(frozen=True)
class Source:
    """A file's bytes and, where it is an archive, what lies in it by name (already within all limits)."""

    data: bytes
    parts: Mapping[str, bytes] = field(default_factory=dict)
    suffix: str = ""
    """The suffix of the file's name, lower case with its dot: a last resort where bytes say nothing."""


@dataclass(frozen=True)
class Content:
    """What a format reader found: blocks in the order of the document, and what it could not take."""

    blocks: tuple[Block, ...]
    warnings: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Format:
    """A kind of file. `knows` is cheap and looks at bytes, never at the suffix alone; `read` raises Refused."""

    name: str
    suffixes: frozenset[str]
    knows: Callable[[Source], bool]
    read: Callable[[Source], Content]
    max_bytes: int
