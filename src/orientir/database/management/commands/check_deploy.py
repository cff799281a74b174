"""`check_deploy`: is this installation fit to hold personal data?"""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from orientir.database import guard, register
from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE


class Command(BaseCommand):
    help = "Prove rights, walls and settings of this installation"

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_as(MAINTENANCE):
            faults = [*guard.role_faults(), *guard.timeout_faults(), *guard.wall_faults(), *register.gaps()]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(_("This installation is not safe: see the faults above."), returncode=1)
        call_command("check", deploy=True, fail_level="WARNING")
        self.stdout.write(_("Roles, walls, data register and settings are as they should be."))
