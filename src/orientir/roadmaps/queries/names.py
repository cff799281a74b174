"""Names of roadmaps where several stand together: those called alike are told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.text import Truncator

from orientir.roadmaps.models import Roadmap

LONGEST_TITLE = 80


def names_of(roadmaps: Iterable[Roadmap]) -> Mapping[int, str]:
    """Return the short name of each roadmap, by its key, as none of the others is called.

    Those called alike bear the name of their office besides, or their title, or the moment they were put in: whatever
    tells them apart. The roadmaps have their organisations loaded.
    """
    found = list(roadmaps)
    names = {one.pk: one.short_title for one in found}
    for more in (lambda one: str(one.organisation), _title, _moment):
        alike: dict[str, list[Roadmap]] = {}
        for one in found:
            alike.setdefault(names[one.pk], []).append(one)
        for group in alike.values():
            words = {one.pk: more(one) for one in group}
            if len(set(words.values())) > 1:
                names |= {key: " · ".join(filter(None, (names[key], said))) for key, said in words.items()}
    return names


def _title(roadmap: Roadmap) -> str:
    return Truncator(roadmap.title).chars(LONGEST_TITLE)


def _moment(roadmap: Roadmap) -> str:
    return f"{timezone.localtime(roadmap.uploaded_at):%d.%m.%Y, %H:%M}"
