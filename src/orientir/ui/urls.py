"""Addresses of the interface itself."""

from django.urls import path

from orientir.ui.preferences import set_size, set_theme
from orientir.ui.views import SaveDraft
from orientir.ui.views_gallery import gallery

app_name = "ui"
urlpatterns = [
    path("drafts/<slug:form>/<slug:about>/", SaveDraft.as_view(), name="draft"),
    path("gallery/", gallery, name="gallery"),
    path("preferences/theme/", set_theme, name="theme"),
    path("preferences/size/", set_size, name="size"),
]
