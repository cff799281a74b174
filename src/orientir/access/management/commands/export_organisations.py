"""`export_organisations`: the list of organisations as a spreadsheet, in the name of a coordinator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from orientir.access.coordinators import COMMANDS, CoordinatorsCommand, NotTaken, coordinator_named
from orientir.database.context import acting_as
from orientir.territory.exports import organisations_as_xlsx
from orientir.territory.import_words import one_line
from orientir.territory.policy import SEE_ORGANISATIONS


class Command(CoordinatorsCommand):
    help = "Write the organisations to a spreadsheet, as import_organisations takes them"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def run(self, **options: Any) -> None:
        """Write the list to a file that is not there yet."""
        path: Path = options["file"]
        coordinator = coordinator_named(options["login"])
        if not coordinator.may(SEE_ORGANISATIONS):
            raise NotTaken(_("This account sees no organisations. Name another one with %(option)s.") % COMMANDS)
        with acting_as(coordinator):
            content = organisations_as_xlsx(by=coordinator, today=timezone.localdate())
        try:
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError as there:
            said = _("There is a file %(file)s already: give another name.")
            raise NotTaken(one_line(said % {"file": path})) from there
        except OSError as fault:
            said = _("%(file)s cannot be written: check the folder and your rights to it.")
            raise NotTaken(one_line(said % {"file": path})) from fault
        self.tell(_("Written: %(file)s.") % {"file": path})
