from orientir.database.register import Wall, declare, none, personal
from orientir.database.system_actors import GATE, REGISTRAR

declare(
    "people.Person",
    {
        **none("id", "organisation_id", "user", "is_staff"),
        **personal(
            "last_name",
            "first_name",
            "middle_name",
            "sort_key",
            purpose="to know who does the work and to address them",
            term="as long as the person has an appointment, then one year",
        ),
    },
    wall=Wall(organisation="organisation_id", person="id", open_if="is_staff", system=(GATE, REGISTRAR)),
)
