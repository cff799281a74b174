import django.contrib.postgres.indexes
import django.db.models.functions.comparison
from django.db import migrations, models

import orientir.journal.models

# Rights say the same for the application. The triggers bind the owner too, who has to switch them off knowingly.
_REFUSE = """
CREATE FUNCTION orientir_journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal only grows: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE FUNCTION orientir_journal_erases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('orientir.actor', true), '') <> 'system:eraser'
        OR coalesce(current_setting('orientir.entry', true), '') = ''
    THEN
        RAISE EXCEPTION 'mentions are erased by orientir.journal.erasure only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
$$;
"""
_TRIGGERS = "\n".join(
    f"CREATE TRIGGER orientir_only_grows BEFORE {events} ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION orientir_journal_only_grows();"
    for table, events in (
        ("journal_entry", "UPDATE OR DELETE OR TRUNCATE"),
        ("journal_link", "UPDATE OR DELETE OR TRUNCATE"),
        ("journal_seal", "UPDATE OR DELETE OR TRUNCATE"),
        ("journal_mention", "UPDATE OR TRUNCATE"),
    )
)
_ERASES = (
    "CREATE TRIGGER orientir_erases BEFORE DELETE ON journal_mention"
    " FOR EACH STATEMENT EXECUTE FUNCTION orientir_journal_erases();"
)
_BACK = "DROP FUNCTION orientir_journal_only_grows() CASCADE; DROP FUNCTION orientir_journal_erases() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("entry_id", models.BigIntegerField(unique=True)),
                ("digest", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry_id", models.BigIntegerField()),
                ("position", models.IntegerField()),
                ("person_id", models.BigIntegerField(null=True)),
                ("organisation_id", models.BigIntegerField(null=True)),
                ("salt", models.BinaryField()),
                ("words", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["person_id", "entry_id"], name="journal_mention_of_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("entry_id", "position"), name="one_mention_at_a_position")
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sealed_at", models.DateTimeField()),
                ("last", models.BigIntegerField()),
                ("horizon", models.BigIntegerField()),
                ("floor", models.BigIntegerField()),
                ("cluster", models.BigIntegerField()),
                ("digest", models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name="entry",
            name="mentions",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="entry",
            name="request",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="entry",
            name="written_in",
            field=models.BigIntegerField(
                db_default=django.db.models.functions.comparison.Cast(
                    django.db.models.functions.comparison.Cast(
                        orientir.journal.models.TransactionNumber(), models.TextField()
                    ),
                    models.BigIntegerField(),
                ),
                editable=False,
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="role",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["written_in"], name="journal_written_in", pages_per_range=16
            ),
        ),
        migrations.RunSQL(_REFUSE + _TRIGGERS + _ERASES, _BACK),
    ]
