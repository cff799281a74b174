"""What our own commands are made of."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from .guard import UnsafeDatabase, refuse_unsafe_role


class ApplicationCommand(BaseCommand):
    """A command that asks the database as the application: it does not begin as a role that passes the walls.

    The walls themselves are proven where the server and the worker start, and by `check`.
    """

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            refuse_unsafe_role()
        except UnsafeDatabase as unsafe:
            raise CommandError(str(unsafe)) from unsafe
        return super().execute(*args, **options)
