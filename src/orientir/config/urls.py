"""All addresses of the product."""

from django.urls import include, path

from orientir.accounts.views_portal import BackFromPortal

urlpatterns = [
    path("", include("orientir.desk.urls")),
    path("", include("orientir.accounts.urls")),
    # allauth asks for this very name, outside of any app.
    path("sign-in/<slug:provider_id>/return/", BackFromPortal.as_view(), name="openid_connect_callback"),
    path("", include("orientir.access.urls")),
    path("", include("orientir.roadmaps.urls")),
    path("", include("orientir.ui.urls")),
    path("files/", include("orientir.files.urls")),
    path("demo/", include("orientir.demo.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
