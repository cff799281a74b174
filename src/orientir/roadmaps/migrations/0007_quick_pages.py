"""Counts are kept in one statement for a change, in the order of their keys; the queue of reports and lists by day have indices."""

from django.db import migrations, models

from orientir.roadmaps import counting


class Migration(migrations.Migration):
    dependencies = [
        ("roadmaps", "0006_rereading"),
    ]

    operations = [
        # The functions of an earlier release stay right, only slower: nothing has to come back.
        migrations.RunSQL([counting.DROP, counting.CREATE], migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["due_on", "measure", "organisation"], name="work_by_day"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("state", "submitted")),
                fields=["submitted_at", "id"],
                include=["organisation"],
                name="reports_to_review",
            ),
        ),
    ]
