from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.core.management.base import CommandParser
from django.urls import reverse
from django.utils import timezone

from orientir.accounts import services
from orientir.database.commands import ApplicationCommand
from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE


class Command(ApplicationCommand):
    help = "Print the one-time link that founds an empty installation; nothing where there are accounts"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000/")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_as(MAINTENANCE):
            try:
                token = services.make_first_link(at=timezone.now())
            except services.AlreadyInUse:
                return
            self.stdout.write(urljoin(options["address"], reverse("access:start", args=[token])))
