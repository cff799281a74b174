"""`erase_again`: after a restore, erase who was erased since the backup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orientir.database import backups
from orientir.database.commands import ApplicationCommand
from orientir.journal import erasure


class Command(ApplicationCommand):
    help = "Erase again those of a ledger whom a restored backup has brought back"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ledger", type=Path, help="lines of moment and key: backups/erased of a state folder")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            erased = backups.read_ledger(options["ledger"].read_text())
        except (OSError, ValueError) as wrong:
            raise CommandError(_("This is no ledger of erasures.")) from wrong
        count = erasure.erase_again(erased)
        said = ngettext("Erased again: %(count)s person.", "Erased again: %(count)s people.", count)
        self.stdout.write(said % {"count": count})
