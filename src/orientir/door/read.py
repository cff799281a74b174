"""`./orientir read FILE`: a roadmap document as a table of measures, or as JSON."""

import argparse
import json
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from orientir.door.words import language

if TYPE_CHECKING:
    from orientir.engines.reading import Measure, NoPlan, Refused, Roadmap

# key -> (English, Russian)
WORDS: dict[str, tuple[str, str]] = {
    "metavar": ("FILE", "ФАЙЛ"),
    "option.file": (
        "document with a roadmap: DOCX, PDF, ODT, XLSX, HTML, TXT, a picture",
        "документ с дорожной картой: DOCX, PDF, ODT, XLSX, HTML, TXT, снимок страницы",
    ),
    "option.json": ("print JSON alone", "вывести только JSON"),
    "untitled": ("No title was found", "Название не найдено"),
    "territory": ("Territory: {text}", "Территория: {text}"),
    "period": ("Period: {text}", "Период: {text}"),
    "approved": ("Approved: {text}", "Утверждено: {text}"),
    "goals": ("Goals and tasks:", "Цели и задачи:"),
    "number": ("No.", "№"),
    "measure": ("Measure", "Мероприятие"),
    "term": ("Term", "Срок"),
    "performers": ("Performers", "Исполнители"),
    "result": ("Result, indicator", "Результат, показатель"),
    "warnings": ("Worth a look:", "Стоит проверить:"),
    # Refusals
    "missing": ("There is no file {file}.", "Файла {file} нет."),
    "empty": ("The file {file} is empty.", "Файл {file} пуст."),
    "too_large": ("The file {file} is larger than {limit} MB.", "Файл {file} больше {limit} МБ."),
    "wrong_type": (
        "{file} is {seen}; a roadmap is read from DOCX, PDF, ODT, XLSX, HTML, plain text or a picture of its pages.",
        "{file} — это {seen}; дорожная карта читается из DOCX, PDF, ODT, XLSX, HTML, текста и снимков страниц.",
    ),
    "encrypted": (
        "{file} asks for a password; save it without one.",
        "{file} защищён паролем; сохраните его без пароля.",
    ),
    "broken": (
        "{file} is damaged; open it in an office program and save it anew.",
        "{file} повреждён; откройте его в офисной программе и сохраните заново.",
    ),
    "too_many_entries": (
        "{file} holds more than {limit} parts; that is no document.",
        "В файле {file} больше {limit} частей; это не документ.",
    ),
    "too_big_unpacked": (
        "{file} grows beyond {limit} MB while it is unpacked.",
        "При распаковке {file} становится больше {limit} МБ.",
    ),
    "bomb": (
        "{file} grows more than {limit} times while it is unpacked.",
        "При распаковке {file} вырастает больше чем в {limit} раз.",
    ),
    "nested_archive": (
        "{file} holds an archive within the archive: {name}.",
        "Внутри {file} лежит ещё один архив: {name}.",
    ),
    "unsafe_name": (
        "{file} holds an unsafe name: {name}.",
        "В {file} есть небезопасное имя: {name}.",
    ),
    "entities": (
        "{file} declares XML entities; documents have none.",
        "В {file} объявлены сущности XML; в документах их не бывает.",
    ),
    "too_long": (
        "Reading {file} took more than {limit} seconds and was stopped.",
        "Чтение {file} заняло больше {limit} секунд и остановлено.",
    ),
    "too_much_memory": (
        "Reading {file} wanted too much memory and was stopped.",
        "Для чтения {file} нужно слишком много памяти; оно остановлено.",
    ),
    "too_many_pages": (
        "{file} has more than {limit} pages; that is no plan.",
        "В {file} больше {limit} страниц; это не план.",
    ),
    "no_recognition": (
        "{file} holds pictures of pages; to read them install tesseract-ocr and tesseract-ocr-rus.",
        "В {file} картинки страниц; чтобы их читать, установите tesseract-ocr и tesseract-ocr-rus.",
    ),
    "unnamed_signs": (
        "The fonts of {file} do not say which letters they draw; save it anew from the office program.",
        "Шрифты {file} не называют букв, которые рисуют; сохраните документ заново из офисной программы.",
    ),
    "no_plan": (
        "There is no plan of measures in {file}: {seen}.",
        "В {file} нет плана мероприятий: {seen}.",
    ),
    "no_plan.lines": ("lines of text: {lines}, no table", "строк текста: {lines}, таблиц нет"),
    "no_plan.tables": (
        "tables: {tables}, none with a column of measures and one of terms or performers",
        "таблиц: {tables}, но ни в одной нет столбца мероприятий и столбца сроков или исполнителей",
    ),
    "no_plan.head": ("; the head reads “{head}”", "; в шапке стоит «{head}»"),
    # What a file looks like
    "seen.pdf": ("a PDF", "PDF"),
    "seen.scan": ("a scan: pictures of pages without text", "скан: картинки страниц без текста"),
    "seen.doc": ("an old Word document (DOC)", "старый документ Word (DOC)"),
    "seen.xls": ("an old workbook (XLS)", "старая книга Excel (XLS)"),
    "seen.xlsb": ("a binary workbook (XLSB)", "двоичная книга Excel (XLSB)"),
    "seen.ods": ("an OpenDocument workbook (ODS)", "таблица OpenDocument (ODS)"),
    "seen.presentation": ("a presentation", "презентация"),
    "seen.letter": ("an e-mail message", "письмо электронной почты"),
    "seen.mht": ("a web page with its pictures in one file (MHT)", "веб-страница одним файлом (MHT)"),
    "seen.rtf": ("an RTF document", "документ RTF"),
    "seen.html": ("a web page", "веб-страница"),
    "seen.png": ("a picture", "картинка"),
    "seen.jpeg": ("a picture", "картинка"),
    "seen.archive": ("an archive of another kind", "архив другого вида"),
    "seen.unknown": ("a file of an unknown kind", "файл неизвестного вида"),
    # Warnings
    "numbers_missing": ("the measures have no numbers", "пункты не пронумерованы"),
    "title_missing": ("no title was found", "название не найдено"),
    "period_missing": ("the plan's last year is not named", "последний год плана не назван"),
    "territory_missing": ("no territory is named", "территория не названа"),
    "table_skipped": (
        "table {table} is no plan and was left out: {head}",
        "таблица {table} не похожа на план и пропущена: {head}",
    ),
    "line_skipped": ("a line was left out: {text}", "строка пропущена: {text}"),
    "head_guessed": (
        "table {table} has no head; its columns were told by what stands in them",
        "у таблицы {table} нет шапки; столбцы определены по их содержанию",
    ),
    "read_from_paragraphs": (
        "there is no table; the measures were read from numbered paragraphs",
        "таблицы нет; пункты прочитаны из пронумерованных абзацев",
    ),
    "sheet_hidden": ("the sheet “{sheet}” is hidden and was not read", "лист «{sheet}» скрыт и не прочитан"),
    "rows_hidden": (
        "hidden rows of the sheet “{sheet}” were not read: {rows}",
        "скрытые строки листа «{sheet}» не прочитаны: {rows}",
    ),
    "columns_hidden": (
        "hidden columns of the sheet “{sheet}” were not read: {columns}",
        "скрытые столбцы листа «{sheet}» не прочитаны: {columns}",
    ),
    "formula_empty": (
        "a formula without a stored value on the sheet “{sheet}”, cell {cell}: open and save the file in an office"
        " program",
        "на листе «{sheet}» в ячейке {cell} формула без сохранённого значения: откройте и сохраните файл в офисной"
        " программе",
    ),
    "section_empty": ("a heading without measures: {title}", "заголовок без пунктов: {title}"),
    "number_unread": (
        "table {table}, row {row}: this is no number: {text}",
        "таблица {table}, строка {row}: это не номер: {text}",
    ),
    "number_empty": ("table {table}, row {row}: no number", "таблица {table}, строка {row}: нет номера"),
    "number_repeated": (
        "{number} (table {table}, row {row}): the number comes twice in the section",
        "{number} (таблица {table}, строка {row}): номер в разделе повторяется",
    ),
    "title_empty": (
        "{number} (table {table}, row {row}): no words of the measure",
        "{number} (таблица {table}, строка {row}): нет текста пункта",
    ),
    "term_empty": (
        "{number} (table {table}, row {row}): no term",
        "{number} (таблица {table}, строка {row}): срок не указан",
    ),
    "term_unread": (
        "{number} (table {table}, row {row}): the term is not understood: {words}",
        "{number} (таблица {table}, строка {row}): срок не понят: {words}",
    ),
    "term_impossible_date": (
        "{number} (table {table}, row {row}): there is no such date: {words}",
        "{number} (таблица {table}, строка {row}): такой даты не бывает: {words}",
    ),
    "page_is_picture": (
        "page {page} is a picture and was not read",
        "страница {page} — картинка и не прочитана",
    ),
    "recognised": (
        "pages {pages} were recognised from pictures; letters may be wrong",
        "страницы {pages} распознаны по картинкам; буквы могут быть неверны",
    ),
    "recognised_badly": (
        "page {page} was recognised badly: compare it with the document",
        "страница {page} распознана плохо: сверьте её с документом",
    ),
    "performers_empty": (
        "{number} (table {table}, row {row}): no performer",
        "{number} (таблица {table}, строка {row}): исполнитель не указан",
    ),
}
_WIDEST = 150
_NARROWEST = 70
_GAP = "  "


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and the form of the answer."""
    parser.add_argument("file", type=Path, metavar=_say("metavar"), help=_say("option.file"))
    parser.add_argument("--json", action="store_true", help=_say("option.json"))


def run(args: argparse.Namespace) -> int:
    """Print the measures; code 2 and one sentence where the file is not taken or holds no plan."""
    from orientir.engines.reading import NoPlan, Refused, read_in_child

    try:
        roadmap = read_in_child(args.file)
    except Refused as refused:
        print(_refusal(args.file, refused), file=sys.stderr)
        return 2
    except NoPlan as empty:
        print(_nothing(args.file, empty), file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(roadmap.to_json(), ensure_ascii=False, indent=2))
    else:
        width = shutil.get_terminal_size((110, 40)).columns
        print("\n".join(_page(roadmap, min(max(width, _NARROWEST), _WIDEST))))
    return 0


def _say(key: str, values: Mapping[str, object] | None = None) -> str:
    english, russian = WORDS[key]
    return (english if language() == "en" else russian).format(**(values or {}))


def _refusal(file: Path, refused: "Refused") -> str:
    values: dict[str, object] = {"file": file, **refused.params}
    if "seen" in values:
        values["seen"] = _say(f"seen.{values['seen']}")
    return _one_line(_say(refused.reason, values))


def _nothing(file: Path, empty: "NoPlan") -> str:
    if empty.tables:
        seen = _say("no_plan.tables", {"tables": empty.tables})
        if empty.heads:
            seen += _say("no_plan.head", {"head": empty.heads[0]})
    else:
        seen = _say("no_plan.lines", {"lines": empty.lines})
    return _one_line(_say("no_plan", {"file": file, "seen": seen}))


def _one_line(text: str) -> str:
    """Names come out of a stranger's file: nothing in them may move the cursor or begin a new line."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _page(roadmap: "Roadmap", width: int) -> list[str]:
    lines = [*textwrap.wrap(roadmap.title or _say("untitled"), width), *_head(roadmap), ""]
    if roadmap.goals:
        lines.append(_say("goals"))
        for goal in roadmap.goals:
            lines += textwrap.wrap(goal, width, initial_indent="  – ", subsequent_indent="    ")
        lines.append("")
    widths = _widths(roadmap, width)
    lines += _row([_say(key) for key in ("number", "measure", "term", "performers", "result")], widths)
    lines.append("─" * width)
    for section in roadmap.sections:
        if section.title:
            lines += ["", *textwrap.wrap(f"{section.number} {section.title}".strip().upper(), width), ""]
        for measure in section.measures:
            lines += _row(_cells(measure), widths)
    if roadmap.warnings:
        lines += ["", _say("warnings")]
        for warning in roadmap.warnings:
            text = _say(warning.code, dict(warning.params))
            lines += textwrap.wrap(text, width, initial_indent="  – ", subsequent_indent="    ")
    return [_one_line(line) for line in [*lines, "", _counts(roadmap)]]


def _head(roadmap: "Roadmap") -> list[str]:
    lines = []
    years = (roadmap.period.start_year, roadmap.period.end_year)
    if roadmap.territory:
        lines.append(_say("territory", {"text": roadmap.territory}))
    if any(years):
        text = str(years[0]) if years[0] == years[1] else "–".join(str(year or "…") for year in years)
        lines.append(_say("period", {"text": text}))
    act = roadmap.approved_by
    if act:
        day = ".".join(reversed(act.date.split("-"))) if act.date else None
        number = f"№ {act.number}" if act.number else None
        text = ", ".join(filter(None, (act.body, act.kind, day, number)))
        lines.append(_say("approved", {"text": text}))
    return lines


def _cells(measure: "Measure") -> list[str]:
    result = "; ".join(text.rstrip(" .;") for text in (measure.result, measure.indicator_raw) if text)
    return [measure.number, measure.title, measure.term_raw, ", ".join(measure.executors), result]


def _widths(roadmap: "Roadmap", width: int) -> list[int]:
    """Number and term as wide as they must be; the rest shared between the three columns of words."""
    number = min(max((len(measure.number) for measure in roadmap.measures), default=3), 8)
    term = 16
    left = width - number - term - 4 * len(_GAP)
    return [number, left * 2 // 5, term, left * 3 // 10, left * 3 // 10]


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)]
    lines = []
    for at in range(max(map(len, wrapped))):
        parts = [cell[at] if at < len(cell) else "" for cell in wrapped]
        line = _GAP.join(part.ljust(width) for part, width in zip(parts, widths, strict=True))
        lines.append(line.rstrip())
    return lines


def _counts(roadmap: "Roadmap") -> str:
    from orientir.engines.russian import plural

    counts = (len(roadmap.sections), sum(1 for _ in roadmap.measures), len(roadmap.warnings))
    if language() == "en":
        names = (("section", "sections"), ("measure", "measures"), ("warning", "warnings"))
        return ", ".join(f"{n} {forms[n != 1]}" for n, forms in zip(counts, names, strict=True))
    russian = (
        ("раздел", "раздела", "разделов"),
        ("пункт", "пункта", "пунктов"),
        ("предупреждение", "предупреждения", "предупреждений"),
    )
    return ", ".join(f"{n} {plural(n, *forms)}" for n, forms in zip(counts, russian, strict=True))
