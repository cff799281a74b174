from orientir.database.register import Wall, declare, none, personal

FIVE_YEARS = "five years after the end of the roadmap"

declare(
    "roadmaps.Roadmap",
    none(
        "id", "organisation", "source", "state", "title", "first_year", "last_year", "approval", "goals",
        "remarks", "obstacle", "uploaded_at", "reading_since", "read_at",
    ),
)  # fmt: skip
declare("roadmaps.Section", none("id", "roadmap", "position", "number", "title"))
declare(
    "roadmaps.Measure",
    none(
        "id", "roadmap", "section", "position", "number", "text", "term_words", "term", "performers_words",
        "result", "indicator", "source_table", "source_row", "lemmas",
    ),
)  # fmt: skip
declare("roadmaps.Assignment", none("id", "measure", "organisation", "due_on", "state", "put_in_force_at"))
declare(
    "roadmaps.Report",
    {
        **none("id", "assignment", "organisation", "state", "submitted_at", "reviewed_at"),
        **personal("text", "return_reason", purpose="to prove that the measure was carried out", term=FIVE_YEARS),
        **personal("submitted_by", "reviewed_by", purpose="to know who answers for it", term=FIVE_YEARS),
    },
    wall=Wall(organisation="organisation_id"),
)
declare(
    "roadmaps.ReportReturn",
    {
        **none("id", "report", "organisation", "returned_at"),
        **personal("reason", purpose="to prove what was asked for and mended", term=FIVE_YEARS),
        **personal("returned_by", purpose="to know who answers for it", term=FIVE_YEARS),
    },
    wall=Wall(organisation="organisation_id"),
)
declare(
    "roadmaps.Evidence",
    {
        **none("id", "report", "organisation"),
        **personal("file", purpose="to prove that the measure was carried out", term=FIVE_YEARS),
    },
    wall=Wall(organisation="organisation_id"),
)
