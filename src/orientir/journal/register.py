from orientir.database.register import Wall, declare, none, personal
from orientir.database.system_actors import ERASER, SEALER

PROOF = "to prove who did what (152-ФЗ, ст. 19)"
TERM = "five years after the deed"

declare(
    "journal.Entry",
    {
        **none("id", "at", "verb", "role", "subject_type", "subject_id", "organisation_id", "facts"),
        **none("request", "mentions", "written_in"),
        **personal("actor", "user_id", "person_id", purpose=PROOF, term=TERM),
    },
    wall=Wall(
        organisation="organisation_id",
        person="person_id",
        named_in="journal_mention",
        system=(SEALER,),
        anyone_adds=True,
    ),
    unjournalled="it is the journal",
    append_only=True,
)
declare(
    "journal.Mention",
    {
        **none("id", "entry_id", "position", "organisation_id", "salt"),
        **personal("person_id", "words", purpose="to tell people who looked at their data", term=TERM),
    },
    wall=Wall(organisation="organisation_id", person="person_id", system=(SEALER, ERASER), anyone_adds=True),
    unjournalled="it is the journal",
    append_only=True,
    erasable=True,
)
# Keys of people who are not there any more: numbers that lead nowhere.
declare(
    "journal.Erasure",
    none("id", "person_id", "erased_at"),
    unjournalled="each belongs to an entry that tells of the erasure",
    append_only=True,
)
declare("journal.Link", none("number", "entry_id", "digest"), unjournalled="it seals the journal", append_only=True)
declare(
    "journal.Seal",
    none("number", "sealed_at", "last", "horizon", "floor", "cluster", "digest"),
    unjournalled="it seals the journal",
    append_only=True,
)
