"""`migrate`, as the owner, followed by the walls."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections, transaction

from orientir.database import walls


class Command(Migrate):
    """Bring the tables up to date and make grants, policies and triggers from the data register."""

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DATABASE_ROLE != "owner":
            raise CommandError("migrate runs as the owner of the database: use ./orientir manage migrate")
        using = options["database"]
        if options.get("plan") or options.get("check_unapplied"):
            super().handle(*args, **options)
            return
        with walls.lifted_for_owner(using):
            super().handle(*args, **options)
        if options.get("app_label"):
            return  # a part of the way: the walls of tables that are not there yet cannot be made
        with transaction.atomic(using=using):
            walls.apply(using)
        connections[using].close()
