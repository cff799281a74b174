from orientir.database.register import Wall, declare, none, personal

FIVE_YEARS = "five years after the end of the roadmap"

declare(
    "roadmaps.Roadmap",
    none(
        "id", "organisation", "source", "edition", "based_on", "state", "title", "first_year", "last_year", "level",
        "territory_words", "approval", "goals", "remarks", "obstacle", "uploaded_at", "reading_since", "read_at",
        "rules", "control_from", "control_basis", "in_force_at", "begun", "archived_at", "archive_basis",
    ),
    within=["source_id"],
)  # fmt: skip
declare(
    "roadmaps.Edition",
    none(
        "id", "roadmap", "source", "state", "act", "act_number", "act_date", "obstacle", "found", "base", "blocks",
        "effects", "counted_at", "chosen", "order", "begun", "uploaded_at", "reading_since", "settled_at",
    ),
)  # fmt: skip
declare("roadmaps.Section", none("id", "roadmap", "position", "number", "title"))
declare(
    "roadmaps.Measure",
    none(
        "id", "roadmap", "section", "parent", "position", "number", "text", "term_words", "term", "performers_words",
        "result", "indicator", "notes", "places", "doubts", "fulfilment", "also", "result_form", "traits", "own_dates",
        "text_checked", "term_checked", "performers_checked", "fulfilment_checked", "targets_checked", "added_at",
        "ended_on", "end_reason", "rebound_at", "lemmas",
    ),
)  # fmt: skip
declare("roadmaps.Original", none("id", "roadmap", "blocks"))
declare(
    "roadmaps.Occurrence",
    none("id", "measure", "starts_on", "ends_on", "due_on", "inner_due_on"),
)
declare(
    "roadmaps.Performer",
    none(
        "id", "measure", "position", "printed", "part", "force", "organisations", "organisation_class", "duty",
        "confidence", "reasons", "is_checked",
    ),
)  # fmt: skip
declare("roadmaps.PerformerOrganisation", none("id", "performer", "organisation"))
declare(
    "roadmaps.Target",
    none("id", "measure", "position", "text", "op", "value", "unit", "population", "year", "indicator"),
)
declare(
    "roadmaps.ReviewEdit",
    {
        **none("id", "roadmap", "organisation", "verb", "before", "after", "made_at", "undone_at"),
        **personal("made_by", purpose="to know who answers for it", term=FIVE_YEARS),
    },
    wall=Wall(organisation="organisation_id"),
    within=["roadmap_id"],
)
declare(
    "roadmaps.Amendment",
    {
        **none("id", "roadmap", "organisation", "measure", "kind", "words", "effects", "made_at"),
        **personal("reason", purpose="to prove why the plan was changed", term=FIVE_YEARS),
        **personal("made_by", purpose="to know who answers for it", term=FIVE_YEARS),
    },
    wall=Wall(organisation="organisation_id"),
    within=["roadmap_id"],
)
declare(
    "roadmaps.Assignment",
    none(
        "id", "measure", "organisation", "starts_on", "due_on", "inner_due_on", "part", "force", "state", "outcome",
        "put_in_force_at",
    ),
)  # fmt: skip
declare(
    "roadmaps.AssignmentChange",
    {
        **none("id", "assignment", "organisation", "kind", "due_on_before", "due_on_after", "made_at"),
        **personal("basis", purpose="to prove why work was moved or closed", term=FIVE_YEARS),
        **personal("made_by", purpose="to know who answers for it", term=FIVE_YEARS),
    },
    wall=Wall(organisation="organisation_id"),
    within=["assignment_id"],
)
declare(
    "roadmaps.AssignmentCount",
    none("id", "roadmap", "section", "organisation", "year", "state", "outcome", "total"),
    unjournalled="derived from the assignments by a trigger in the same transaction",
)
declare(
    "roadmaps.Report",
    {
        **none("id", "assignment", "organisation", "state", "submitted_at", "reviewed_at"),
        **personal("text", "return_reason", purpose="to prove that the measure was carried out", term=FIVE_YEARS),
        **personal("submitted_by", "reviewed_by", purpose="to know who answers for it", term=FIVE_YEARS),
    },
    wall=Wall(organisation="organisation_id"),
    within=["assignment_id"],
)
declare(
    "roadmaps.ReportReturn",
    {
        **none("id", "report", "organisation", "returned_at"),
        **personal("reason", purpose="to prove what was asked for and mended", term=FIVE_YEARS),
        **personal("returned_by", purpose="to know who answers for it", term=FIVE_YEARS),
    },
    wall=Wall(organisation="organisation_id"),
    within=["report_id"],
)
declare(
    "roadmaps.Evidence",
    {
        **none("id", "report", "organisation"),
        **personal("file", purpose="to prove that the measure was carried out", term=FIVE_YEARS),
    },
    wall=Wall(organisation="organisation_id"),
    within=["report_id", "file_id"],
)
