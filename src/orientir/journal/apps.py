from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from . import verbs


class JournalConfig(AppConfig):
    name = "orientir.journal"

    def ready(self) -> None:
        verbs.register({"mentions_erased": _("Person erased from the journal")})
