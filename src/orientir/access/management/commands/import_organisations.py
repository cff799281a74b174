"""`import_organisations`: a list of organisations from a spreadsheet, in the name of a coordinator.

It stands here and not in `territory`, which knows of organisations but not of who is appointed to keep them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandParser
from django.db import ProgrammingError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from orientir.access.actors import actor_of_key
from orientir.access.models import Appointment
from orientir.access.roles import ROLES
from orientir.accounts.models import User
from orientir.database.actor import Actor
from orientir.database.commands import ApplicationCommand
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE
from orientir.engines.spreadsheets import Refused, Table
from orientir.territory import import_words as words
from orientir.territory import imports
from orientir.territory.policy import KEEP_ORGANISATIONS

NOT_TAKEN = 2
"""The exit code where nothing was added: a file that is not taken, faults in it, nobody to act."""
_NAMED = 10
COMMANDS = {"command": "./orientir serve", "option": "--as"}


class NotTaken(Exception):
    """Nothing is added; the text says why, line by line."""


class Command(ApplicationCommand):
    help = "Add the organisations of a spreadsheet, all or none"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="show what would come and change nothing")
        parser.add_argument("--as", dest="login", default="", help="login of the coordinator who acts")

    def handle(self, *args: Any, **options: Any) -> None:
        # The door says in which language it was asked.
        with translation.override(os.environ.get("ORIENTIR_LANGUAGE", settings.LANGUAGE_CODE)):
            try:
                self._import(options["file"], login=options["login"], dry=options["dry_run"])
            except NotTaken as reason:
                self.stderr.write(str(reason))
                raise SystemExit(NOT_TAKEN) from reason

    def _import(self, path: Path, *, login: str, dry: bool) -> None:
        table = _read(path)
        coordinator = _coordinator(login)
        try:
            with acting_as(coordinator):
                comparison = imports.compare(table, by=coordinator)
                self._tell(*words.remarks(comparison))
                if comparison.faults:
                    raise NotTaken("\n".join(map(words.one_line, words.fault_report(comparison))))
                if dry:
                    self._tell(*map(words.line_words, comparison.added))
                else:
                    imports.add_organisations(comparison, by=coordinator, at=timezone.now())
        except PermissionDenied as refused:
            raise NotTaken(
                _("This account may not add organisations. Name a coordinator with %(option)s.") % COMMANDS
            ) from refused
        except imports.ChangedMeanwhile as changed:
            raise NotTaken(
                _("Somebody added organisations of this list at the same time, so nothing was added. Start again.")
            ) from changed
        figures = {"added": len(comparison.added), "unchanged": len(comparison.unchanged)}
        if dry:
            self._tell(_("Dry run, nothing was changed. New: %(added)s, there already: %(unchanged)s.") % figures)
        else:
            self._tell(_("Added: %(added)s, there already: %(unchanged)s.") % figures)

    def _tell(self, *lines: str) -> None:
        for line in lines:
            self.stdout.write(words.one_line(line))


def _read(path: Path) -> Table:
    try:
        return imports.read_organisations(path)
    except Refused as refused:
        raise NotTaken(words.refusal(refused.reason, refused.params, file=str(path))) from refused


def _coordinator(login: str) -> Actor:
    """The account that is named, or the only one whose role may add organisations."""
    try:
        with acting_as(GATE):
            if login:
                accounts = list(User.objects.filter(login=User.normalise(login), is_active=True))
            else:
                accounts = _coordinators()
            if len(accounts) == 1:
                return actor_of_key(accounts[0].pk)
    except ProgrammingError as fault:  # no tables yet
        raise NotTaken(
            _("The installation is empty. Start %(command)s and name its coordinator first.") % COMMANDS
        ) from fault
    if login:
        raise NotTaken(words.one_line(_("There is no account “%(login)s”.") % {"login": login}))
    if not accounts:
        raise NotTaken(
            _("Nobody here may add organisations. Start %(command)s and name a coordinator first.") % COMMANDS
        )
    logins = ", ".join(account.login for account in accounts[:_NAMED]) + ("…" if len(accounts) > _NAMED else "")
    raise NotTaken(
        _("Several people may add organisations. Name one with %(option)s: %(logins)s") % {**COMMANDS, "logins": logins}
    )


def _coordinators() -> list[User]:
    roles = [code for code, role in ROLES.items() if KEEP_ORGANISATIONS in role.capabilities]
    appointed = Appointment.objects.in_force(timezone.now()).filter(role__in=roles).values("person__user")
    return list(User.objects.filter(pk__in=appointed, is_active=True).order_by("login"))
