from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "orientir.ui"

    def ready(self) -> None:
        # Django's own words say what is wrong («Обязательное поле»); ours say what to do.
        Field.default_error_messages = {**Field.default_error_messages, "required": _("Fill this in.")}
