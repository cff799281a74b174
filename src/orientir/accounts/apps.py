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
                "account_made": _("Account made"),
                "password_changed": _("Password changed"),
                "password_issued": _("New first password issued"),
                "first_link_made": _("First link made"),
                "secret_link_made": _("Secret link made"),
                "secret_link_withdrawn": _("Secret link withdrawn"),
                "installation_founded": _("Installation founded"),
            }
        )
        menu.register_own(
            menu.OwnEntry(
                key="password",
                title=_("Change the password"),
                url_name="accounts:password",
                icon="key",
                order=80,
                permits=lambda actor: actor.is_signed_in,
            )
        )
