"""The page on which all components can be seen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from orientir.ui.context import Page
from orientir.ui.gallery import SECTIONS, sample_demo_roles, sample_identity, sample_menu, samples


class GalleryPage(Page):
    """A page whose menu is the sample, so that the frame is seen by whoever looks."""

    menu = sample_menu()


@require_http_methods(["GET", "HEAD", "POST"])
def gallery(request: HttpRequest) -> HttpResponse:
    """Show each component with its states, in the light theme and in the dark one.

    The buttons are real, so a pressed one may send its sample form here: the page is shown again.
    """
    context: dict[str, Any] = {
        "ui": GalleryPage(request),
        "identity": sample_identity(),
        "demo_roles": sample_demo_roles(),
        "sections": SECTIONS,
        "schemes": [samples("light"), samples("dark")],
    }
    return render(request, "ui/gallery/page.html", context)
