from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from orientir.journal import verbs
from orientir.ui import menu


class AccessConfig(AppConfig):
    name = "orientir.access"

    def ready(self) -> None:
        from orientir.territory import policy as territories

        from . import policy

        verbs.register(
            {
                "invited": _("Invited"),
                "invitation_renewed": _("Invitation renewed, to be sent again"),
                "invitation_printed": _("Link of an invitation printed"),
                "invitation_sent": _("Letter of an invitation sent"),
                "invitation_refused": _("Letter of an invitation not taken"),
                "invitation_withdrawn": _("Invitation withdrawn"),
                "invitation_taken_up": _("Invitation taken up"),
                "invitations_exported": _("Invitations saved as a spreadsheet"),
                "invitations_deleted": _("Old invitations deleted"),
                "e_mail_known": _("E-mail address known to be the owner's"),
                "appointed": _("Appointed"),
                "appointment_ended": _("Appointment ended"),
                "appointment_withdrawn": _("Appointment taken back before it began"),
                "deputy_appointed": _("Deputy appointed"),
                "deputy_passed_on": _("Deputy stands in for the successor"),
                "handed_over": _("Handed over to a successor"),
                "factor_reset": _("Second factor taken off for somebody"),
                "factor_reset_asked": _("Asked to take a second factor off"),
                "factor_reset_confirmed": _("Confirmed that a second factor is taken off"),
                "factor_reset_withdrawn": _("No longer asked to take a second factor off"),
                "depth_set": _("Depth of names set"),
                "cards_printed": _("Cards for a first sign-in printed"),
                "emergency_asked": _("Emergency access asked for"),
                "emergency_confirmed": _("Emergency access confirmed: data open for an hour"),
                "emergency_refused": _("Emergency access refused or taken back"),
                "emergency_ended": _("Emergency access ended"),
                "emergency_seen": _("Data looked at in an emergency"),
            }
        )
        from . import actors, known_words  # noqa: F401  (they enter the builder of actors, and words for passwords)

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
                key="own_roles",
                title=_("My roles"),
                url_name="access:own_roles",
                icon="identification",
                order=55,
                permits=lambda actor: actor.person_id is not None,
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
                key="emergency",
                title=_("Emergency access"),
                url_name="access:emergency",
                icon="lifebuoy",
                order=67,
                permits=lambda actor: actor.may(policy.OPEN_IN_EMERGENCY),
            )
        )
        menu.register(
            menu.MenuEntry(
                key="installation",
                title=_("Installation"),
                url_name="access:installation",
                icon="server-stack",
                order=80,
                permits=lambda actor: actor.may(policy.SEE_INSTALLATION),
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
