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
                "organisation_changed": _("Organisation changed from a day on"),
                "organisation_corrected": _("Organisation put right"),
                "organisation_name_in_force": _("New name in force"),
                "organisation_closed": _("Organisation closed"),
                "organisation_closing_taken_back": _("Closing taken back"),
                "unit_added": _("Unit added"),
                "unit_changed": _("Unit changed"),
                "class_excepted": _("Exception from a class made"),
                "class_exception_ended": _("Exception from a class ended"),
                "own_class_kept": _("Own class of organisations kept"),
                "own_class_removed": _("Own class of organisations removed"),
                "performer_remembered": _("Meaning of a performer remembered"),
                "performer_forgotten": _("Meaning of a performer forgotten"),
                "list_put_in": _("List of organisations put in"),
                "list_confirmed": _("List of organisations confirmed"),
                "list_taken_in": _("List of organisations taken in"),
                "list_outdated": _("List of organisations has to be looked at again"),
                "list_thrown_away": _("List of organisations thrown away"),
            }
        )
