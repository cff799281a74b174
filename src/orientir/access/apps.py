from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from orientir.journal import verbs
from orientir.ui import menu


class AccessConfig(AppConfig):
    name = "orientir.access"

    def ready(self) -> None:
        from orientir.territory import policy as territories

        verbs.register(
            {
                "appointed": _("Appointed"),
                "appointment_ended": _("Appointment ended"),
            }
        )
        from . import actors  # noqa: F401  (actors registers the builder of actors for jobs)

        menu.register(
            menu.MenuEntry(
                key="organisations",
                title=_("Organisations"),
                short_title=_("Schools"),
                url_name="access:organisations",
                icon="building-library",
                order=30,
                permits=lambda actor: actor.may(territories.SEE_ORGANISATIONS),
            )
        )
        menu.register_own(
            menu.OwnEntry(
                key="own_deeds",
                title=_("What I did"),
                url_name="access:own_deeds",
                icon="clock",
                order=60,
                permits=lambda actor: actor.is_signed_in,
            )
        )
        menu.register_own(
            menu.OwnEntry(
                key="about_me",
                title=_("Who looked at my data"),
                url_name="access:about_me",
                icon="eye",
                order=65,
                permits=lambda actor: actor.is_signed_in,
            )
        )
        menu.register_own(
            menu.OwnEntry(
                key="sign_out",
                title=_("Sign out"),
                url_name="accounts:sign_out",
                icon="arrow-right-start-on-rectangle",
                order=90,
                permits=lambda actor: actor.is_signed_in,
                post=True,
            )
        )
