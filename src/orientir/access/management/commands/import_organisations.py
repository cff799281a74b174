"""`import_organisations`: a list of organisations from a spreadsheet, in the name of a coordinator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from orientir.access.coordinators import COMMANDS, CoordinatorsCommand, NotTaken, coordinator_named
from orientir.database.context import acting_as
from orientir.engines.spreadsheets import Refused, Table
from orientir.territory import import_words as words
from orientir.territory import imports


class Command(CoordinatorsCommand):
    help = "Take in the organisations of a spreadsheet, all or none"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="show what would come and change nothing")

    def run(self, **options: Any) -> None:
        """Compare the list and, but for a dry run, take it in."""
        table = _read(options["file"])
        coordinator = coordinator_named(options["login"])
        dry, now = options["dry_run"], timezone.now()
        try:
            with acting_as(coordinator):
                comparison = imports.compare(table, by=coordinator, at=now)
                self.tell(*words.remarks(comparison))
                if comparison.faults:
                    raise NotTaken("\n".join(map(words.one_line, words.fault_report(comparison))))
                if dry:
                    self.tell(*map(words.line_words, (*comparison.added, *comparison.changed)))
                else:
                    imports.take_in(comparison, by=coordinator, at=now)
        except PermissionDenied as refused:
            raise NotTaken(
                _("This account may not add organisations. Name a coordinator with %(option)s.") % COMMANDS
            ) from refused
        except imports.ChangedMeanwhile as changed:
            raise NotTaken(
                _("Somebody changed organisations of this list at the same time, so nothing was taken in. Start again.")
            ) from changed
        figures = {
            "added": len(comparison.added),
            "changed": len(comparison.changed),
            "unchanged": len(comparison.unchanged),
        }
        if dry:
            said = _("Dry run, nothing was changed. New: %(added)s, changed: %(changed)s, as they are: %(unchanged)s.")
        else:
            said = _("Added: %(added)s, changed: %(changed)s, as they were: %(unchanged)s.")
        self.tell(said % figures)


def _read(path: Path) -> Table:
    try:
        return imports.read_organisations(path)
    except Refused as refused:
        raise NotTaken(words.refusal(refused.reason, refused.params, file=str(path))) from refused
