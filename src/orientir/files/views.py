from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404

from orientir.ui.signed_in import SignedInView

from . import policy, store


class Download(SignedInView):
    """Hand a file out to whoever sees an object that uses it. For all others there is no such file.

    The address holds the key alone: names of people stand in file names, and addresses stand in logs.
    """

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        file = get_object_or_404(policy.visible_files(self.actor), pk=pk)
        response = FileResponse(
            store.path_of(file.sha256).open("rb"),
            as_attachment=True,
            filename=file.name,
            content_type=file.media_type,
        )
        # Even where a browser shows the file instead of saving it, nothing in it may run or reach for other
        # things.
        response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        return response
