from orientir.database.register import Wall, declare, none, personal
from orientir.database.system_actors import GATE, REGISTRAR

declare(
    "access.Appointment",
    {
        **none("id", "organisation"),
        **personal(
            "person",
            "role",
            "during",
            purpose="to know who answers for the work and what they may see",
            term="five years after its end",
        ),
    },
    wall=Wall(organisation="organisation_id", person="person_id", system=(GATE, REGISTRAR)),
)
