"""Ties rows of apps that do not know `territory` to the organisation they belong to.

People and files stand beside or beneath the app of organisations, so their column is a plain number to Django.
Access is the lowest app that knows both; from here on PostgreSQL keeps the number true.
"""

from django.db import migrations

TABLES = ("people_person", "files_storedfile", "files_holding")


def _tie(table: str) -> migrations.RunSQL:
    name = f"{table}_of_organisation"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (organisation_id)"
        " REFERENCES territory_organisation (id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("files", "0001_initial"),
        ("people", "0001_initial"),
        ("territory", "0001_initial"),
    ]
    operations = [_tie(table) for table in TABLES]
