from django.apps import AppConfig
from django.db.backends.signals import connection_created

from .context import guard_connection


class DatabaseConfig(AppConfig):
    name = "orientir.database"
    label = "database"

    def ready(self) -> None:
        from . import lookups  # noqa: F401  # registered by being loaded

        connection_created.connect(guard_connection, dispatch_uid="orientir.context")
