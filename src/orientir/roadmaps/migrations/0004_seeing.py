"""What is asked for in windows of a plan is answered from indexes, which begin with the keys of the single ones."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roadmaps", "0003_starting"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assignment",
            name="measure",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="roadmaps.measure",
            ),
        ),
        migrations.AlterField(
            model_name="assignment",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="territory.organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                fields=["measure", "due_on", "organisation"],
                include=["starts_on", "state", "outcome", "force"],
                name="work_of_a_measure",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "returned"])),
                fields=["due_on", "measure", "organisation"],
                include=["force"],
                name="open_work_by_day",
            ),
        ),
    ]
