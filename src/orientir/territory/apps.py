from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from orientir.journal import verbs


class TerritoryConfig(AppConfig):
    name = "orientir.territory"

    def ready(self) -> None:
        verbs.register(
            {
                "territory_added": _("Territory added"),
                "organisation_added": _("Organisation added"),
                "unit_added": _("Unit added"),
            }
        )
