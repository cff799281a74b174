from orientir.database.register import Wall, declare, none, personal
from orientir.database.system_actors import CARETAKER

declare(
    "ui.FormDraft",
    {
        **none("id", "form", "about", "saved_at"),
        **personal(
            "person_id",
            "fields",
            purpose="to lose nothing that was typed",
            term="until the form is sent, at most one year",
        ),
    },
    wall=Wall(person="person_id", system=(CARETAKER,)),
    unjournalled="typed, not sent: nothing has been done yet",
)
declare(
    "ui.Submission",
    {
        **none("key", "led_to", "at"),
        **personal("person_id", "digest", purpose="to store once what is sent twice", term="one month"),
    },
    wall=Wall(person="person_id", system=(CARETAKER,)),
    unjournalled="it repeats what the deed itself writes down",
)
