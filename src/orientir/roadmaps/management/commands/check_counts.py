"""`check_counts`: is every figure of progress what counting all assignments anew gives?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orientir.database.commands import ApplicationCommand
from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE
from orientir.roadmaps.queries.recount import count_differences

TOLD = 20
"""How many differences are told one by one."""


class Command(ApplicationCommand):
    help = "Count all assignments anew and compare with the counts that progress is told from"

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_as(MAINTENANCE):
            found = count_differences()
        for one in found[:TOLD]:
            self.stderr.write(str(one))
        if found:
            said = ngettext("%(number)d count is wrong.", "%(number)d counts are wrong.", len(found))
            raise CommandError(said % {"number": len(found)}, returncode=1)
        self.stdout.write(_("The counts of assignments are right."))
