from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from orientir.journal import verbs


class FilesConfig(AppConfig):
    name = "orientir.files"

    def ready(self) -> None:
        verbs.register(
            {
                "file_stored": _("File put in"),
                "file_removed": _("File taken out"),
            }
        )
