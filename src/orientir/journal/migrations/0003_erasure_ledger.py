from django.db import migrations, models

_TRIGGER = (
    "CREATE TRIGGER orientir_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_erasure"
    " FOR EACH STATEMENT EXECUTE FUNCTION orientir_journal_only_grows();"
)


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0002_sealed_journal"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField()),
                ("erased_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person_id", "erased_at"), name="one_erasure_at_a_moment")
                ],
            },
        ),
        migrations.RunSQL(_TRIGGER, "DROP TRIGGER orientir_only_grows ON journal_erasure"),
    ]
