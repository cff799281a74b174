from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from orientir.accounts.models import Installation
from orientir.accounts.services import AlreadyInUse
from orientir.database.commands import ApplicationCommand
from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE
from orientir.demo.build import build


class Command(ApplicationCommand):
    help = "Build the demo once; a database that is in use is left alone"

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_as(MAINTENANCE):
            if Installation.objects.filter(is_demo=True).exists():
                return
        try:
            build(timezone.now())
        except AlreadyInUse:
            raise CommandError(
                _("This database holds a real installation. A demo is built only in an empty one.")
            ) from None
