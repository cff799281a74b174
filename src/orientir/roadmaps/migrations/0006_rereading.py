"""New editions of a plan's document, and which of them a plan follows."""

import django.db.models.deletion
from django.db import migrations, models

STATES = [
    ("waiting", "waiting to be read"),
    ("reading", "being read"),
    ("unreadable", "reading failed"),
    ("read", "to be looked through"),
    ("applying", "being applied"),
    ("applied", "applied"),
    ("same", "nothing to change"),
    ("left", "put aside"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("roadmaps", "0005_amending"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(choices=STATES, default="waiting", max_length=20, verbose_name="state")),
                ("act", models.CharField(max_length=200, verbose_name="act")),
                ("act_number", models.CharField(max_length=50, verbose_name="number of the act")),
                ("act_date", models.DateField(verbose_name="date of the act")),
                ("obstacle", models.CharField(blank=True, max_length=60)),
                ("found", models.JSONField(default=dict)),
                ("base", models.JSONField(default=dict)),
                ("blocks", models.JSONField(default=list)),
                ("effects", models.JSONField(default=dict)),
                ("counted_at", models.DateTimeField(null=True)),
                ("chosen", models.JSONField(default=list)),
                ("order", models.JSONField(default=list)),
                ("begun", models.PositiveSmallIntegerField(default=0)),
                ("uploaded_at", models.DateTimeField()),
                ("reading_since", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "roadmap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="roadmaps.roadmap"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "unreadable"), ("obstacle", ""), _connector="XOR"),
                        name="unread_edition_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["applied", "same", "left"]), ("settled_at", None), _connector="XOR"
                        ),
                        name="a_settled_edition_has_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "reading", "read", "applying"])),
                        fields=("roadmap",),
                        name="one_open_edition_a_plan",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="roadmap",
            name="edition",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="roadmaps.edition",
            ),
        ),
    ]
