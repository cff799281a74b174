"""`prepare_database`: what a database administrator runs once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from orientir.database.roles import Names, preparation_sql


class Command(BaseCommand):
    help = "Print the SQL with which a database administrator makes the roles and the database"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        names = Names()
        parser.add_argument("--database", default=names.database)
        parser.add_argument("--owner", default=names.owner)
        parser.add_argument("--application", default=names.application)
        parser.add_argument("--postgresql", type=int, default=18, help="major version of the server")

    def handle(self, *args: Any, **options: Any) -> None:
        names = Names(options["database"], options["owner"], options["application"])
        self.stdout.write(preparation_sql(names, postgresql=options["postgresql"]), ending="")
