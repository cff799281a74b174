"""A list for the gallery, with everything a list may have."""

from __future__ import annotations

from orientir.ui.components.states import badge

from .shown import Chip, Control, Head, Shown, ShownCell, Tick

NUMBER, MEASURE, DONE, STATE = "№", "Пункт", "Исполнено", "Состояние"


def sample_list(name: str, measures: list[tuple[str, str, str, str, int, int, str]], *, times: int = 1) -> Shown:
    """Return a list of the gallery's measures, called so; the columns of figures stand in it so many times."""
    here = "#tables"
    return Shown(
        name=f"list-{name}",
        title=f"{MEASURE} {name}",
        heads=[
            Head(NUMBER, "tight", here, "ascending"),
            Head(MEASURE, "head"),
            *[Head(DONE, "number", here, "descending"), Head(STATE)] * times,
        ],
        rows=[
            [
                ShownCell(NUMBER, number, "tight"),
                ShownCell(MEASURE, words, "head", here),
                *[ShownCell(DONE, f"{done} из {of}", "number", here), ShownCell(STATE, badge(state))] * times,
            ]
            for number, words, _term, _performers, done, of, state in measures
        ],
        total=676,
        words=Control("q", "Слова пункта", "words", ""),
        controls=[
            Control("state", STATE, "choice", "1", [("1", "Не представлено"), ("2", "Представлено")]),
            Control("from", "Срок с", "day", "2026-11-20"),
            Control("of", "Слова названия организации", "words", ""),
        ],
        chips=[Chip("Состояние: не представлено", here), Chip("Срок с: 20 ноября 2026", here)],
        ticks=[Tick("number", NUMBER, True), Tick("done", DONE, True), Tick("state", STATE, False)],
        usual_columns=here,
        clear=here,
        first=here,
        previous=here,
        next=here,
        file=here,
        is_narrowed=True,
    )
