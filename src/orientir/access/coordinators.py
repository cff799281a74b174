"""In whose name a command about organisations acts.

It stands here and not in `territory`, which knows of organisations but not of who is appointed to keep them.
"""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import ProgrammingError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from orientir.accounts.models import User
from orientir.database.actor import Actor
from orientir.database.commands import ApplicationCommand
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE
from orientir.territory import import_words as words
from orientir.territory.policy import KEEP_ORGANISATIONS

from .actors import actor_of_key
from .models import Appointment
from .roles import ROLES

NOT_TAKEN = 2
"""The exit code where nothing was done: a file that is not taken, faults in it, nobody to act."""
COMMANDS = {"command": "./orientir serve", "option": "--as"}
_NAMED = 10


class NotTaken(Exception):
    """Nothing is done; the text says why, line by line."""


class CoordinatorsCommand(ApplicationCommand):
    """A command that somebody runs in the name of a coordinator, in the language in which the door was asked."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as", dest="login", default="", help="login of the coordinator who acts")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(os.environ.get("ORIENTIR_LANGUAGE", settings.LANGUAGE_CODE)):
            try:
                self.run(**options)
            except NotTaken as reason:
                self.stderr.write(str(reason))
                raise SystemExit(NOT_TAKEN) from reason

    def run(self, **options: Any) -> None:
        """Do the work of the command.

        Raises:
            NotTaken: nothing was done.
        """
        raise NotImplementedError

    def tell(self, *lines: str) -> None:
        """Say something, each line in one line."""
        for line in lines:
            self.stdout.write(words.one_line(line))


def coordinator_named(login: str) -> Actor:
    """Return the account that is named, or without a name the only one whose role may keep organisations.

    Raises:
        NotTaken: there is none, or there are several.
    """
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
