from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from orientir.journal import verbs
from orientir.ui import menu


class AccountsConfig(AppConfig):
    name = "orientir.accounts"

    def ready(self) -> None:
        verbs.register(
            {
                "signed_in": _("Signed in"),
                "signed_out": _("Signed out"),
                "session_ended": _("Session ended"),
                "confirmed_again": _("Confirmed again who signs in"),
                "factor_set_up": _("Second factor set up"),
                "factor_passed": _("Second factor passed"),
                "factor_taken_off": _("Second factor taken off"),
                "code_card_made": _("Card of codes made"),
                "portal_tied": _("Portal tied to the account"),
                "portal_untied": _("Portal untied from the account"),
                "account_made": _("Account made"),
                "password_changed": _("Password changed"),
                "password_chosen": _("Password chosen with a one-time code"),
                "code_issued": _("One-time code issued"),
                "codes_expired": _("Expired one-time codes deleted"),
                "first_link_made": _("First link made"),
                "secret_link_made": _("Secret link made"),
                "secret_link_withdrawn": _("Secret link withdrawn"),
                "installation_founded": _("Installation founded"),
            }
        )
        menu.register_own(
            menu.OwnEntry(
                key="security",
                title=_("Sign-in and security"),
                url_name="accounts:security",
                icon="lock-closed",
                order=80,
                permits=lambda actor: actor.is_signed_in,
            )
        )
