"""`procrastinate`: the queue's own command, whose worker does jobs only in a database with its walls."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from procrastinate.contrib.django.management.commands.procrastinate import Command as Procrastinate

from orientir.database.guard import UnsafeDatabase, refuse_unsafe_database
from orientir.database.jobs import beats


class Command(Procrastinate):
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            refuse_unsafe_database()
        except UnsafeDatabase as unsafe:
            raise CommandError(str(unsafe)) from unsafe
        if options.get("command") == "worker":
            for beat in beats.values():
                beat.start()
        super().handle(*args, **options)
