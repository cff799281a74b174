"""`sweep_files`: clear the store of what nobody holds."""

from typing import Any

from django.utils.translation import ngettext

from orientir.database.commands import ApplicationCommand
from orientir.files.services import sweep


class Command(ApplicationCommand):
    help = "Remove content that no row holds (broken requests leave it behind) and half-written uploads"

    def handle(self, *args: Any, **options: Any) -> None:
        removed = sweep()
        self.stdout.write(ngettext("%(count)s file removed.", "%(count)s files removed.", removed) % {"count": removed})
