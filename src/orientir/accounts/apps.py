from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from orientir.journal import verbs


class AccountsConfig(AppConfig):
    name = "orientir.accounts"

    def ready(self) -> None:
        verbs.register(
            {
                "signed_in": _("Signed in"),
                "signed_out": _("Signed out"),
                "account_made": _("Account made"),
                "first_link_made": _("First link made"),
                "installation_founded": _("Installation founded"),
            }
        )
