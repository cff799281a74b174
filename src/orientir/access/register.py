from orientir.database.register import Wall, declare, none, personal
from orientir.database.system_actors import GATE, REGISTRAR

declare(
    "access.Appointment",
    {
        **none("id", "organisation", "unit"),
        **personal(
            "person",
            "role",
            "group",
            "stands_in_for",
            "appointed_by",
            "during",
            purpose="to know who answers for the work and what they may see",
            term="five years after its end",
        ),
    },
    wall=Wall(organisation="organisation_id", person="person_id", system=(GATE, REGISTRAR)),
    within=["unit_id", "stands_in_for_id"],
)
declare(
    "access.Invitation",
    {
        **none("id", "organisation", "made_at", "expires_at", "turn", "sent_at", "refused_with", "withdrawn_at"),
        **personal(
            "role",
            "last_name",
            "first_name",
            "middle_name",
            "email",
            "invited_by",
            "taken_up_at",
            "taken_up_by",
            purpose="to ask somebody to take a role, and to know who has not come in yet",
            term="one year after it was made",
        ),
    },
    wall=Wall(organisation="organisation_id", system=(GATE, REGISTRAR)),
)
declare(
    "access.FactorReset",
    {
        **none("id", "organisation", "asked_at", "confirmed_at"),
        **personal(
            "person",
            "asked_by",
            "confirmed_by",
            purpose="to give back the way in to somebody who lost their second factor, on two persons' word",
            term="five years",
        ),
    },
    wall=Wall(organisation="organisation_id", person="person_id", system=(GATE, REGISTRAR)),
)
declare(
    "access.EmergencyAccess",
    {
        **none("id", "organisation", "asked_at", "confirmed_at", "refused_at", "until"),
        **personal(
            "person",
            "asked_by",
            "reason",
            "confirmed_by",
            purpose="to open data in an emergency on two persons' word, and to tell whom it concerned",
            term="five years",
        ),
    },
    wall=Wall(organisation="organisation_id", person="person_id", system=(GATE, REGISTRAR)),
)
