from orientir.database.register import declare, none

declare("territory.Territory", none("id", "parent", "level", "name", "path"))
declare(
    "territory.Organisation",
    none("id", "territory", "kind", "name", "short_name", "sort_key", "normalised_name"),
)
declare("territory.Unit", none("id", "organisation", "kind", "name"))
