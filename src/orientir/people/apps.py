from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from orientir.journal import verbs


class PeopleConfig(AppConfig):
    name = "orientir.people"

    def ready(self) -> None:
        verbs.register({"person_added": _("Person added")})
