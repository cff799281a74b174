"""`check_journal`: is the journal what was written, all of it, in its order, and does it only grow?"""

from __future__ import annotations

from itertools import chain, islice
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orientir.database.commands import ApplicationCommand
from orientir.database.context import acting_as
from orientir.database.system_actors import SEALER
from orientir.journal import anchors, checking, guards, sealing

SHOWN = 50


class Command(ApplicationCommand):
    help = "Prove that no entry of the journal was changed, removed, moved, put in or cut off, and that none can be"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--against",
            metavar="NUMBER:DIGEST",
            action="append",
            default=[],
            help="a seal that was written down elsewhere, as this command prints it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            against = [anchors.Anchor.read(words) for words in options["against"]]
        except ValueError as no_seal:
            raise CommandError(_("A seal is written as NUMBER:DIGEST.")) from no_seal
        kept = anchors.kept()
        with acting_as(SEALER), connection.cursor() as cursor:
            wrong = chain(guards.faults(cursor), map(str, checking.faults(cursor, [*kept, *against])))
            found = list(islice(wrong, SHOWN + 1))
            last, tail = sealing.last_seal(cursor), sealing.unsealed(cursor)
        for fault in found[:SHOWN]:
            self.stderr.write(fault)
        if found:
            if len(found) > SHOWN:
                self.stderr.write(_("There is more than is shown here."))
            raise CommandError(_("The journal is not what was written: see above."), returncode=1)
        self._tell(last, tail, has_anchors=bool(kept or against))

    def _tell(self, last: sealing.Sealed, tail: int, *, has_anchors: bool) -> None:
        said = ngettext(
            "The journal is whole: %(count)s entry is sealed.",
            "The journal is whole: %(count)s entries are sealed.",
            last.last,
        )
        self.stdout.write(said % {"count": last.last})
        if last.number:
            said = _("Last seal, of %(moment)s: %(number)s:%(digest)s")
            moment = f"{timezone.localtime(last.sealed_at):%Y-%m-%d %H:%M:%S %Z}"
            self.stdout.write(said % {"moment": moment, "number": last.number, "digest": last.digest.hex()})
        if tail:
            said = ngettext(
                "Not sealed yet, so not proven: %(count)s entry. The worker seals every few seconds.",
                "Not sealed yet, so not proven: %(count)s entries. The worker seals every few seconds.",
                tail,
            )
            self.stdout.write(said % {"count": tail})
        if last.number and not has_anchors:
            said = _("No seal is kept here: nobody can tell without one (%(option)s) whether the end was cut off.")
            self.stdout.write(said % {"option": "--against"})
