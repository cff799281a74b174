from orientir.database.register import Wall, declare, none, personal

declare(
    "ui.FormDraft",
    {
        **none("id", "form", "about", "saved_at"),
        **personal("person_id", "fields", purpose="to lose nothing that was typed", term="until the form is sent"),
    },
    wall=Wall(person="person_id"),
    unjournalled="typed, not sent: nothing has been done yet",
)
declare(
    "ui.Submission",
    {
        **none("key", "led_to", "at"),
        **personal("person_id", purpose="to store once what is sent twice", term="one month"),
    },
    wall=Wall(person="person_id"),
    unjournalled="it repeats what the deed itself writes down",
)
