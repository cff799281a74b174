"""What is changed of a plan in force is kept with its reason; a measure bound anew says so."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("roadmaps", "0004_seeing"),
        ("territory", "0002_organisations_in_time"),
    ]

    operations = [
        migrations.AddField(
            model_name="measure",
            name="rebound_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("changed", "measure changed"),
                            ("added", "measure added"),
                            ("ended", "measure taken out of the plan"),
                            ("resumed", "measure taken back into the plan"),
                            ("in_line", "assignments brought in line with the measure"),
                            ("archived", "plan put into the archive"),
                            ("brought_back", "plan brought back from the archive"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("words", models.JSONField(default=dict)),
                ("effects", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="amendments",
                        to="roadmaps.measure",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.organisation"
                    ),
                ),
                (
                    "roadmap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="amendments", to="roadmaps.roadmap"
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="an_amendment_has_its_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["archived", "brought_back"]), ("measure", None)),
                            models.Q(
                                models.Q(("kind__in", ["archived", "brought_back"]), _negated=True),
                                ("measure__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_amendment_is_about_a_measure_or_the_plan",
                    ),
                ],
            },
        ),
    ]
