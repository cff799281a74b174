"""Which column holds what: told by the words in the head of a table, in any wording and order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from orientir.engines.reading.blocks import Cell, Grid

# In a head cell the first of these words decides: «Ответственный за мероприятие» is a performer, «Отметка о
# выполнении мероприятия» is none of our columns.
_ROLES = (
    ("number", r"№|n ?п/п|п/п|номер|порядков"),
    ("other", r"отметк|примечан|участник|категори|контингент|аудитор|целевая групп|место|источник|финансир|"
              r"объем|класс|форм\w* (?:провед|работ|организ)|приоритет|статус|фактическ|количеств"),
    ("performers", r"ответств|исполнител|кто отвечает|координатор"),
    ("term", r"срок|дат[аы]|период|когда|время|месяц|календар|год реализ"),
    ("result", r"результат|итог|вид документ|продукт|выход|эффект|"
               r"форм\w* (?:представл|отчет|подтвержд|завершен)"),
    ("indicator", r"показател|индикатор|критери|целев"),
    ("measure", r"мероприят|действи|содержание|направлени|пункт|задач|виды? (?:работ|деятельност)|работы"),
)  # fmt: skip
_LONGEST_HEAD = 120


@dataclass(frozen=True)
class Head:
    """Columns of a table by role, and the rows that the head takes."""

    columns: dict[str, tuple[tuple[int, int], ...]]
    rows: frozenset[int]
    width: int
    labels: dict[int, str]  # words of the head by column, for what is no field of ours

    def has(self, role: str) -> bool:
        return role in self.columns

    def cells(self, role: str, row: Sequence[Cell]) -> list[Cell]:
        """The cells of a row that stand in the columns of a role, in the order of the role."""
        return [cell for span in self.columns.get(role, ()) for cell in row if _begins_in(cell, span)]


def _begins_in(cell: Cell, span: tuple[int, int]) -> bool:
    """A cell belongs to the column in which it begins."""
    return span[0] <= cell.start < span[1]


def role_of(text: str) -> str:
    """The role of a column with this head, empty if the words say nothing."""
    words = text.lower().replace("ё", "е").strip(" .:")
    named = re.sub(r"^(?:краткое )?наименовани[ея]\s*|^название\s*", "", words)
    found = [(match.start(), role) for role, pattern in _ROLES if (match := re.search(pattern, named))]
    if found:
        return min(found)[1]
    return "measure" if named != words else ""


def is_head(row: Sequence[Cell]) -> dict[str, list[Cell]] | None:
    """The cells of a head row by role; None if the row is no head of a plan."""
    roles: dict[str, list[Cell]] = {}
    texts = [cell.text for cell in row]
    filled = [text for text in texts if text]
    if len(filled) < 2 or any(len(text) > _LONGEST_HEAD for text in filled):
        return None
    for cell, text in zip(row, texts, strict=True):
        role = role_of(text)
        if role:
            roles.setdefault(role, []).append(cell)
    known = sum(len(cells) for cells in roles.values())
    useful = {"term", "performers", "result", "indicator"} & set(roles)
    if "measure" not in roles or not {"term", "performers"} & useful or 2 * known < len(filled):
        return None
    return roles


def find_heads(grid: Grid) -> list[tuple[int, Head]]:
    """All heads in a table with the row at which each begins; a head may come again on every page."""
    heads: list[tuple[int, Head]] = []
    for at, row in enumerate(grid.rows):
        if heads and at in heads[-1][1].rows:
            continue
        roles = is_head(row)
        if roles is not None:
            heads.append((at, _whole_head(grid, at, roles)))
    return heads


def _whole_head(grid: Grid, at: int, roles: dict[str, list[Cell]]) -> Head:
    """With the rows beneath that belong to it: cells merged down from it, a row of column numbers."""
    rows = {at}
    for below in range(at + 1, len(grid.rows)):
        row = grid.rows[below]
        goes_on = any(cell.continues for cell in row) and not any(_body(cell, roles) for cell in row)
        if not goes_on and not _counts_columns(row):
            break
        rows.add(below)
    columns = {role: tuple((cell.start, cell.end) for cell in cells) for role, cells in roles.items()}
    if "performers" in roles:  # who leads is named first, whichever column comes first
        led = sorted(roles["performers"], key=lambda cell: cell.text.lower().startswith("соисполнит"))
        columns["performers"] = tuple((cell.start, cell.end) for cell in led)
    columns["measure"], columns["section"] = _measure_column(roles["measure"])
    labels = {cell.start: cell.text for cell in grid.rows[at]}
    columns = {role: spans for role, spans in columns.items() if spans}
    return Head(columns, frozenset(rows), grid.width, labels)


def _measure_column(cells: list[Cell]) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Of «Направление» and «Мероприятие» beside it the second is the measure, the first the section."""
    named = [cell for cell in cells if "мероприят" in cell.text.lower()] or cells
    chosen = named[-1]
    others = tuple((cell.start, cell.end) for cell in cells if cell.start < chosen.start)
    return ((chosen.start, chosen.end),), others


def _body(cell: Cell, roles: dict[str, list[Cell]]) -> bool:
    """Beneath a merged head only the measure's column tells whether the head goes on."""
    return not cell.continues and any(other.start == cell.start for other in roles.get("measure", ()))


def _counts_columns(row: Sequence[Cell]) -> bool:
    """A row «1 2 3 4 5» under the head."""
    texts = [cell.text.strip(". ") for cell in row]
    return len(texts) > 2 and texts == [str(number) for number in range(1, len(texts) + 1)]
