"""Things that touch one another, together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def groups(count: int, touching: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Numbers from 0 to `count` - 1 in groups joined by these pairs, in ascending order."""
    parents = list(range(count))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    for one, other in touching:
        first, second = sorted((root(one), root(other)))
        parents[second] = first
    found: dict[int, list[int]] = defaultdict(list)
    for at in range(count):
        found[root(at)].append(at)
    return list(found.values())
