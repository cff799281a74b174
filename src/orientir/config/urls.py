"""All addresses of the product."""

from django.urls import include, path

urlpatterns = [
    path("", include("orientir.desk.urls")),
    path("", include("orientir.accounts.urls")),
    path("", include("orientir.access.urls")),
    path("", include("orientir.roadmaps.urls")),
    path("", include("orientir.ui.urls")),
    path("files/", include("orientir.files.urls")),
    path("demo/", include("orientir.demo.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
