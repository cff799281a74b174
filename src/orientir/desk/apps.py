from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from orientir.ui import menu


class DeskConfig(AppConfig):
    name = "orientir.desk"

    def ready(self) -> None:
        menu.register(
            menu.MenuEntry(
                key="home",
                title=_("What to do now"),
                short_title=_("Now"),
                url_name="desk:home",
                icon="home",
                order=10,
                permits=lambda actor: actor.is_signed_in,
            )
        )
