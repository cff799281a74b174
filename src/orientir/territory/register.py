from orientir.database.register import declare, none

declare("territory.Territory", none("id", "parent", "level", "name", "sort_key", "normalised_name", "path"))
declare(
    "territory.Organisation",
    none("id", "territory", "kind", "name", "short_name", "sort_key", "normalised_name", "searched_names"),
)
declare("territory.Unit", none("id", "organisation", "kind", "name", "sort_key", "normalised_name"))
