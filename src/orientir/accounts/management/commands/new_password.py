"""`new_password`: a one-time code for the last coordinator, for whom nobody else can issue one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from orientir.accounts import codes
from orientir.accounts.models import CodePurpose, User
from orientir.database.commands import ApplicationCommand
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR


class Command(ApplicationCommand):
    help = "Give an account a one-time code in place of its password and print it, once; the account's sessions end"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_as(REGISTRAR):
            user = User.objects.filter(login=User.normalise(options["login"])).first()
            if user is None:
                raise CommandError(_("There is no account “%(login)s”.") % {"login": options["login"]})
            issued = codes.issue(user.pk, purpose=CodePurpose.HELP, by=REGISTRAR, at=timezone.now())
        self.stdout.write(issued.password)
