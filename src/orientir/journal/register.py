from orientir.database.register import Wall, declare, none, personal

declare(
    "journal.Entry",
    {
        **none("id", "at", "verb", "role", "subject_type", "subject_id", "organisation_id", "facts"),
        **personal(
            "actor",
            "user_id",
            "person_id",
            purpose="to prove who did what (152-ФЗ, ст. 19)",
            term="five years after the deed",
        ),
    },
    wall=Wall(organisation="organisation_id", person="person_id", anyone_adds=True),
    unjournalled="it is the journal",
    append_only=True,
)
