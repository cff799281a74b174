from orientir.database.register import Wall, declare, none, personal

WHILE_USED = "as long as the report or document it belongs to"

declare(
    "files.StoredFile",
    {
        **none("id", "sha256", "media_type", "size", "organisation_id", "stored_at"),
        **personal("name", purpose="to find the file again; names of people stand in file names", term=WHILE_USED),
        **personal("person_id", purpose="to know who put it in", term=WHILE_USED),
    },
    wall=Wall(organisation="organisation_id", person="person_id"),
    refers={"person_id": "people.Person"},
)
declare("files.Holding", none("id", "organisation_id", "sha256", "size", "uses"))
