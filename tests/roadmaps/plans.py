"""Small plans with doubts, as an office would type them, and read."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.engines.reading.pipeline import read_with_original
from orientir.roadmaps.models import Roadmap
from orientir.roadmaps.services import roadmaps
from orientir.territory.models import Organisation
from tests.support.world import NOON

TITLE = "План мероприятий («дорожная карта») по профориентации города Белоозерска на 2026–2027 годы"
HEAD = ("№ п/п", "Мероприятия", "Сроки", "Исполнители", "Ожидаемый результат")
ROWS: tuple[tuple[str, ...], ...] = (
    ("1. Организация работы",),
    ("1.1", "Издать приказ об ответственных", "до 15 сентября, ежегодно", "УО, Белоозерск", "Приказ"),
    ("1.2", "Провести: экскурсии на завод; встречи в депо", "когда получится", "Школы", "Отчёт"),
    ("2. События",),
    ("2.1", "Провести ярмарку учебных мест", "", "Школы", "Отчёт"),
    ("2.2", "Обновить стенды", "май 2027 г.", "Школы", "Фотоотчёт"),
)
"""One term that nobody understands, one that is not there: two doubts, one in each section."""


def document(rows: Sequence[Sequence[str]] = ROWS, title: str = TITLE) -> bytes:
    """Return the plan as a Word document."""
    word, content = Document(), BytesIO()
    word.add_paragraph(title)
    table = word.add_table(rows=0, cols=len(HEAD))
    for row in (HEAD, *rows):
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
            continue
        for cell, words in zip(cells, row, strict=True):
            cell.text = words
    word.save(content)
    return content.getvalue()


def put_in(boris: Actor, rows: Sequence[Sequence[str]] = ROWS) -> Roadmap:
    """Put the plan in for the office of Boris and read it, as the job does."""
    content = document(rows)
    with TemporaryDirectory() as folder:
        path = Path(folder, "план.docx")
        path.write_bytes(content)
        found, original = read_with_original(path)
    with acting_as(boris):
        office = Organisation.objects.get(short_name="УО, Белоозерск")
        upload = SimpleUploadedFile("план.docx", content)
        roadmap: Roadmap = roadmaps.upload_roadmap(upload, organisation=office, by=boris, at=NOON)
        roadmaps.take_in(roadmap, found, original=original, by=boris, at=NOON)
        roadmap.refresh_from_db()
    return roadmap
