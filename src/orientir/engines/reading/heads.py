"""Which column holds what: told by the words in the head of a table, in any wording and order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from orientir.engines.reading.blocks import Cell, Grid, flat
from orientir.engines.reading.content import best_text_column

# In a head cell the first of these words decides: «Ответственный за мероприятие» is a performer, «Отметка о
# выполнении мероприятия» is none of our columns.
_ROLES = (
    ("number", r"№|n ?п/п|п/п|номер\b|порядков|^n$"),
    ("other", r"отметк|примечан|участник|категори|контингент|целев\w+ (?:групп|аудитор)|аудитор|место|источник|"
              r"финансир|"
              r"объем|класс|форм\w* (?:провед|работ|организ|реализ)|^формы?$|приоритет|статус|фактическ|количеств|"
              r"охват|возраст|для кого|адресат|партнер|ресурс|ссылк|площадк|уров\w+ (?:провед|мероприят)|"
              r"ед(?:\.|иниц)"),
    ("performers", r"ответств|исполнител|кто (?:отвечает|проводит|исполняет)|координатор|организатор"),
    ("term", r"срок|дат[аы]\b|период|когда|время|месяц|календар|год реализ|график"),
    ("result", r"результат|итог|вид документ|получ|ожида|продукт|выход|эффект|отчетн\w+ документ|подтвержд|"
               r"форм\w* (?:представл|отчет|подтвержд|завершен|контрол)"),
    ("indicator", r"показател|индикатор|критери|целев"),
    ("measure", r"мероприят|действи|содержание|направлени|пункт|задач|виды? (?:работ|деятельност)|работ[аы]\b|"
                r"дел[ао]\b|событи|что (?:провод|дела|сдела|организ)|формы и метод|тем[аы]\b|вопрос|активност|"
                r"мер[аы]?\b|шаг"),
)  # fmt: skip
_LONGEST_HEAD = 120
_LONGEST_REPEATED = 45
_DEEPEST_HEAD = 3
_MONTH = r"янв|фев|март|апр|ма[йя]|июн|июл|авг|сент|окт|нояб|дек"
_MOMENT = re.compile(
    r"^(?:(?:план\w* )?(?:на )?(?:19|20)\d\d(?:\s*[-/–]\s*(?:20)?\d\d)?\s*(?:уч\w*\.?\s*)?(?:г\w*\.?)?"
    r"|(?:[ivх]+|[1-4])(?:-?[йя])?\s*(?:кв\w*|четверть|полугодие|триместр)\.?(?:\s*20\d\d\s*(?:г\w*\.?)?)?"
    rf"|(?:{_MONTH})[а-я]*\.?(?:\s*20\d\d\s*(?:г\w*\.?)?)?)$",
    re.IGNORECASE,
)

Span = tuple[int, int]


@dataclass(frozen=True)
class Head:
    """Columns of a table by role, and the rows that the head takes. `guessed` are roles told by content alone."""

    columns: dict[str, tuple[Span, ...]]
    rows: frozenset[int]
    width: int
    labels: dict[int, str]  # words of the head by column, for what is no field of ours
    guessed: frozenset[str] = field(default_factory=frozenset)

    def cells(self, role: str, row: Sequence[Cell]) -> list[Cell]:
        """The cells of a row that stand in the columns of a role, in the order of the role."""
        return [cell for span in self.columns.get(role, ()) for cell in row if span[0] <= cell.start < span[1]]


@dataclass
class _Column:
    """A column of the head: the cells above one another, and what their words say."""

    start: int
    end: int
    texts: list[str]

    @property
    def label(self) -> str:
        return flat(" ".join(dict.fromkeys(self.texts)))

    @property
    def role(self) -> str:
        """The lowest cell that says something decides; a year or a month beneath «Показатели» is a moment."""
        for place, text in reversed(list(enumerate(self.texts))):
            if _MOMENT.match(flat(text)):
                # a year beneath «Объём финансирования» is money
                above = {role_of(other) for other in self.texts[:place]}
                return "other" if "other" in above else "moment"
            if role := role_of(text):
                return role
        return ""


def role_of(text: str) -> str:
    """The role of a column with this head, empty if the words say nothing."""
    words = flat(text).lower().replace("ё", "е").strip(" .:")
    named = re.sub(r"^(?:краткое )?наименовани[ея]\s*|^название\s*", "", words)
    found = [(match.start(), at) for at, (_, pattern) in enumerate(_ROLES) if (match := re.search(pattern, named))]
    if found:
        return _ROLES[min(found)[1]][0]
    return "measure" if named != words else ""


def is_moment(text: str) -> bool:
    """Whether a head names a year, a quarter or a month."""
    return bool(_MOMENT.match(flat(text)))


def find_heads(grid: Grid) -> list[tuple[int, Head]]:
    """All heads in a table with the row at which each begins; a head may come again on every page."""
    heads: list[tuple[int, Head]] = []
    for at in range(len(grid.rows)):
        if heads and at in heads[-1][1].rows:
            continue
        head = _head_at(grid, at)
        if head is not None and (not heads or _comes_again(head, heads[0][1])):
            heads.append((at, head))
    return heads


def _comes_again(head: Head, first: Head) -> bool:
    """Whether a row within the table is its head once more, or that of a part of it, and no measure like one."""
    same = sum(
        1 for start, label in first.labels.items() if label and head.labels.get(start, "").lower() == label.lower()
    )
    if 2 * same >= sum(1 for label in first.labels.values() if label):
        return True
    labels = [label for label in head.labels.values() if label]
    complete = {"measure", "term", "performers"} <= set(head.columns) and "moment" not in head.columns
    return complete and all(len(label) <= _LONGEST_REPEATED and role_of(label) for label in labels)


def is_other_head(row: Sequence[Cell]) -> bool:
    """Whether a row heads a table of another kind: indicators with their values, an addressee list."""
    texts = [cell.text for cell in row if cell.text]
    if len(texts) < 2 or any(len(text) > _LONGEST_HEAD for text in texts):
        return False
    roles = [role for cell in row if (role := _Column(cell.start, cell.end, [cell.text]).role)]
    return 3 * len(roles) >= 2 * len(texts) and "measure" not in roles and len(set(roles)) > 1


def counts_columns(row: Sequence[Cell]) -> bool:
    """A row «1 2 3 4 5» under the head."""
    texts = [cell.text.strip(". ") for cell in row if cell.text]
    return len(texts) > 2 and texts == [str(number) for number in range(1, len(texts) + 1)]


def _head_at(grid: Grid, at: int) -> Head | None:
    if sum(1 for cell in grid.rows[at] if cell.text) < 2:
        return None
    for depth in range(1, _DEEPEST_HEAD + 1):
        rows = grid.rows[at : at + depth]
        if len(rows) < depth or (depth > 1 and not _divides(rows[-2], rows[-1])):
            return None
        columns = _columns(rows)
        body = grid.rows[at + depth :]
        roles, guessed = _roles(columns, body)
        if roles:
            # a row beneath may still divide a column: «Срок» over «начало» and «окончание»
            while at + depth < len(grid.rows) and _divides(grid.rows[at + depth - 1], grid.rows[at + depth]):
                if not any(cell.continues for cell in grid.rows[at + depth]):
                    break
                divided = _columns(grid.rows[at : at + depth + 1])
                finer, guesses = _roles(divided, grid.rows[at + depth + 1 :])
                if not finer:
                    break
                depth, columns, roles, guessed = depth + 1, divided, finer, guesses
            return _head(grid, at, depth, columns, roles, guessed)
    return None


def _divides(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a row only divides the row of the head above it: short words, nothing under the measure's column."""
    if not below or any(len(cell.text) > _LONGEST_HEAD for cell in below) or counts_columns(below):
        return False
    new = [cell for cell in below if cell.text and not cell.continues]
    if any(cell.continues for cell in below):
        return not any(_begins_text(cell, above) for cell in new)
    wide = [cell for cell in above if cell.span > 1]
    beneath_wide = [cell for cell in new if any(other.start <= cell.start < other.end for other in wide)]
    return bool(wide) and len(new) == len(beneath_wide) and len(new) > 1


def _begins_text(cell: Cell, above: Sequence[Cell]) -> bool:
    """A cell beneath a measure's head that is not divided: the table's body has begun."""
    over = next((other for other in above if other.start == cell.start), None)
    return over is not None and over.end == cell.end and role_of(over.text) in ("measure", "number")


def _columns(rows: Sequence[Sequence[Cell]]) -> list[_Column]:
    starts = sorted({cell.start for row in rows for cell in row})
    ends = [*starts[1:], max(cell.end for row in rows for cell in row)]
    columns = []
    for start, end in zip(starts, ends, strict=True):
        texts = []
        for row in rows:
            cell = next((cell for cell in row if cell.start <= start < cell.end), None)
            if cell is not None and cell.text and not cell.continues:
                texts.append(cell.text)
        columns.append(_Column(start, end, texts))
    return columns


def _roles(
    columns: Sequence[_Column], body: Sequence[Sequence[Cell]]
) -> tuple[dict[str, list[_Column]], frozenset[str]]:
    """Columns by role, and the roles that only their content told; empty if the rows are no head of a plan."""
    filled = [column for column in columns if column.texts]
    if len(filled) < 2 or any(len(text) > _LONGEST_HEAD for column in filled for text in column.texts):
        return {}, frozenset()
    roles: dict[str, list[_Column]] = {}
    for column in columns:
        if role := column.role:
            roles.setdefault(role, []).append(column)
    guessed: set[str] = set()
    if "measure" not in roles and "term" in roles and "performers" in roles:
        unknown = [column.start for column in columns if not column.role]
        start = unknown[0] if len(unknown) == 1 else best_text_column(body, unknown)
        if start is not None:
            roles["measure"] = [column for column in columns if column.start == start]
            guessed.add("measure")
    known = sum(1 for column in filled if column.role) + len(guessed)
    enough = {"term", "performers"} & set(roles) or len(roles.get("moment", ())) > 1
    if "measure" not in roles or not enough or 2 * known < len(filled):
        return {}, frozenset()
    return roles, frozenset(guessed)


def _head(
    grid: Grid,
    at: int,
    depth: int,
    columns: Sequence[_Column],
    roles: dict[str, list[_Column]],
    guessed: frozenset[str],
) -> Head:
    rows = set(range(at, at + depth))
    for below in range(at + depth, len(grid.rows)):
        if not counts_columns(grid.rows[below]):
            break
        rows.add(below)
    spans = {role: tuple((column.start, column.end) for column in found) for role, found in roles.items()}
    if "performers" in roles:  # who leads is named first, whichever column comes first
        led = sorted(roles["performers"], key=lambda column: column.label.lower().startswith("соисполнит"))
        spans["performers"] = tuple((column.start, column.end) for column in led)
    spans["measure"], spans["section"] = _measure_column(roles["measure"])
    spans = {role: found for role, found in spans.items() if found}
    taken = {span for found in spans.values() for span in found}
    rest = tuple((column.start, column.end) for column in columns if (column.start, column.end) not in taken)
    if rest:  # words under a head that says nothing are kept beside the fields
        spans["other"] = (*spans.get("other", ()), *rest)
    labels = {column.start: column.texts[-1] if column.role == "moment" else column.label for column in columns}
    return Head(spans, frozenset(rows), grid.width, labels, guessed)


def _measure_column(columns: list[_Column]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Of «Направление» and «Мероприятие» beside it the second is the measure, the first the section."""
    named = [column for column in columns if re.search("мероприят|событи|содержани", column.label.lower())] or columns
    chosen = named[-1]
    others = tuple((column.start, column.end) for column in columns if column.start < chosen.start)
    return ((chosen.start, chosen.end),), others
