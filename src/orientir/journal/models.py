from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Cast

from .verbs import words


class TransactionNumber(models.Func):
    """The number of the transaction that writes the row, as a bigint."""

    function = "pg_current_xact_id"
    arity = 0
    output_field = models.TextField()


class Entry(models.Model):
    """One deed: who, in which role, did what, to what, when.

    `mentions` are the salted hashes of those of whom it speaks (`Mention`), 32 bytes each, in their order; `written_in`
    is the transaction that wrote it, by which the sealer finds what has been committed since.
    """

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor = models.CharField(max_length=60)
    user_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=500, blank=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    request = models.UUIDField(null=True)
    mentions = models.BinaryField(null=True)
    written_in = models.BigIntegerField(
        db_default=Cast(Cast(TransactionNumber(), models.TextField()), models.BigIntegerField()), editable=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="journal_of_subject"),
            models.Index(fields=["organisation_id", "at"], name="journal_of_organisation"),
            models.Index(fields=["person_id", "at"], name="journal_of_person"),
            BrinIndex(fields=["written_in"], name="journal_written_in", pages_per_range=16, autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.subject_type} {self.subject_id}"

    @property
    def words(self) -> str:
        """Say what was done, in the language of the reader."""
        return words(self.verb)


class Mention(models.Model):
    """Whom an entry speaks of, and what it says in words: beside the chain, so that it can be erased.

    An entry that names nobody and yet says something has one mention without a person. The chain holds only a hash over
    `salt` and the rest: without both nobody can tell any more who it was.
    """

    entry_id = models.BigIntegerField()
    position = models.IntegerField()
    person_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    salt = models.BinaryField()
    words = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry_id", "position"], name="one_mention_at_a_position")]
        indexes = [models.Index(fields=["person_id", "entry_id"], name="journal_mention_of_person")]

    def __str__(self) -> str:
        return f"{self.entry_id}.{self.position}"


class Erasure(models.Model):
    """The ledger: who was erased when. The key leads nowhere; it tells a restore whom to erase again."""

    person_id = models.BigIntegerField()
    erased_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "erased_at"], name="one_erasure_at_a_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.erased_at:%Y-%m-%d %H:%M:%S}"


class Link(models.Model):
    """A place in the chain: which entry stands there, and a digest over it and all before it."""

    number = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    digest = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.number}: {self.entry_id}"


class Seal(models.Model):
    """The end of a batch that was chained at once; its digest goes on into the next batch.

    `last` is the number of the last link by then. All transactions beneath `horizon` had ended, so what they wrote is
    chained; `cluster` tells in which PostgreSQL their numbers were counted, and no entry up to the key `floor` was
    written there.
    """

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    last = models.BigIntegerField()
    horizon = models.BigIntegerField()
    floor = models.BigIntegerField()
    cluster = models.BigIntegerField()
    digest = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.number}: {self.last} of {self.sealed_at:%Y-%m-%d %H:%M:%S}"
