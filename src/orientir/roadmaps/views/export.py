"""A roadmap as a file: a document to sign, a workbook to go on with."""

from __future__ import annotations

from abc import abstractmethod

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.http import content_disposition_header

from orientir.files import kinds
from orientir.files.names import safe_name
from orientir.roadmaps import policy
from orientir.roadmaps.export.docx import as_docx
from orientir.roadmaps.export.xlsx import as_xlsx
from orientir.roadmaps.models import Roadmap
from orientir.ui.signed_in import SignedInView


class Export(SignedInView):
    """Hand a roadmap out as a file to whoever sees all of it. One that is not read yet has nothing to hand out.

    The files are Russian in every language of the interface, and so are their names.
    """

    suffix: str
    media_type: str

    @abstractmethod
    def content(self, roadmap: Roadmap) -> bytes:
        """Return what the file holds."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        readable = policy.whole_roadmaps(self.actor).filter(read_at__isnull=False)
        roadmap = get_object_or_404(readable.select_related("organisation__territory"), pk=pk)
        with translation.override("ru"):
            content, name = self.content(roadmap), roadmap.short_title.replace("/", "-")
        response = HttpResponse(content, content_type=self.media_type)
        response.headers["Content-Disposition"] = content_disposition_header(True, safe_name(f"{name}{self.suffix}"))
        return response


class AsDocx(Export):
    """The roadmap as a Word document."""

    suffix = ".docx"
    media_type = kinds.DOCX.media_type

    def content(self, roadmap: Roadmap) -> bytes:
        return as_docx(roadmap)


class AsXlsx(Export):
    """The roadmap as a workbook, with how far its organisations are as far as the reader sees them."""

    suffix = ".xlsx"
    media_type = kinds.XLSX.media_type

    def content(self, roadmap: Roadmap) -> bytes:
        return as_xlsx(roadmap, by=self.actor)
