from orientir.database.register import declare, none

declare("territory.Territory", none("id", "parent", "level", "name", "depth", "sort_key", "normalised_name", "path"))
declare(
    "territory.Organisation",
    none(
        "id", "territory", "kind", "name", "short_name", "code", "tax_number", "depth", "opened_on", "closed_on",
        "closing_basis", "successors", "sort_key", "normalised_name", "searched_names",
    ),
)  # fmt: skip
declare(
    "territory.OrganisationState",
    none(
        "id", "organisation", "during", "name", "short_name", "founder", "first_grade", "last_grade", "adapted",
        "basis",
    ),
)  # fmt: skip
declare("territory.Succession", none("id", "predecessor", "successor"))
declare(
    "territory.Unit",
    none(
        "id", "organisation", "kind", "name", "youngest", "oldest", "opened_on", "closed_on", "sort_key",
        "normalised_name",
    ),
)  # fmt: skip
declare("territory.OwnClass", none("id", "territory", "name", "rule", "normalised_name"))
declare(
    "territory.ClassException",
    none("id", "territory", "class_key", "organisation", "is_member", "reason", "since", "until"),
)
declare(
    "territory.RememberedPerformer",
    none("id", "territory", "printed", "words", "organisations", "class_key", "duty", "decided_at"),
)
declare("territory.RememberedPerformer_organisations", none("id", "rememberedperformer", "organisation"))
declare(
    "territory.OrganisationList",
    none("id", "organisation", "source", "state", "put_in_at", "taken_in_at", "added", "changed", "unchanged"),
    within=["source_id"],
)
