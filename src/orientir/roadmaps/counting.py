"""The triggers that keep the counts of assignments, as SQL: written by migrations, read by the check."""

COUNTED = "roadmap_id, section_id, organisation_id, year, state, outcome"

_KEY = f"{COUNTED}, total"
_SIDE = """
            SELECT measure.roadmap_id, measure.section_id, {table}.organisation_id,
                   extract(year FROM {table}.due_on)::int, {table}.state, {table}.outcome, {sign}
            FROM {table} JOIN roadmaps_measure measure ON measure.id = {table}.measure_id"""
_ADDED, _REMOVED = _SIDE.format(table="added", sign="1"), _SIDE.format(table="removed", sign="-1")
_SHIFTED = """
            SELECT NEW.roadmap_id, side.section_id, organisation_id, extract(year FROM due_on)::int, state, outcome,
                   side.sign
            FROM roadmaps_assignment, (VALUES (OLD.section_id, -1), (NEW.section_id, 1)) side (section_id, sign)
            WHERE measure_id = NEW.id"""

# What comes and what goes is set off first, so that what stays the same is not touched; then each count is changed
# once, in the order of the keys. Two transactions that change the same counts wait for each other, one after the
# other, and never each for the other.
_CHANGE = """
    WITH side ({key}) AS ({sides}
    )
    INSERT INTO roadmaps_assignmentcount ({key})
    SELECT {counted}, sum(total) FROM side GROUP BY {counted} HAVING sum(total) <> 0 ORDER BY {counted}
    ON CONFLICT ({counted}) DO UPDATE SET total = roadmaps_assignmentcount.total + excluded.total;
"""
# Only what was changed just now can have come to nothing, and those rows are held already.
_CLEAR = """
    WITH side ({key}) AS ({sides}
    )
    DELETE FROM roadmaps_assignmentcount gone
    USING (SELECT DISTINCT {counted} FROM side) was
    WHERE gone.total = 0 AND ({gone}) = ({was});
"""


def _change(*sides: str) -> str:
    return _CHANGE.format(key=_KEY, counted=COUNTED, sides="\n            UNION ALL".join(sides))


def _clear(side: str) -> str:
    columns = COUNTED.split(", ")
    gone, was = (", ".join(f"{row}.{column}" for column in columns) for row in ("gone", "was"))
    return _CLEAR.format(key=_KEY, counted=COUNTED, sides=side, gone=gone, was=was)


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN{body}    RETURN NULL;\nEND\n$$;\n"


CREATE = f"""
{_function("roadmaps_count_new_assignments", _change(_ADDED))}
{_function("roadmaps_count_changed_assignments", _change(_ADDED, _REMOVED) + _clear(_REMOVED))}
{_function("roadmaps_count_gone_assignments", _change(_REMOVED) + _clear(_REMOVED))}
{_function("roadmaps_count_moved_measure", _change(_SHIFTED) + _clear(_SHIFTED))}
CREATE TRIGGER count_new_assignments AFTER INSERT ON roadmaps_assignment
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION roadmaps_count_new_assignments();
CREATE TRIGGER count_changed_assignments AFTER UPDATE ON roadmaps_assignment
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT
    EXECUTE FUNCTION roadmaps_count_changed_assignments();
CREATE TRIGGER count_gone_assignments AFTER DELETE ON roadmaps_assignment
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION roadmaps_count_gone_assignments();
CREATE TRIGGER count_moved_measure AFTER UPDATE OF section_id ON roadmaps_measure
    FOR EACH ROW WHEN (OLD.section_id IS DISTINCT FROM NEW.section_id)
    EXECUTE FUNCTION roadmaps_count_moved_measure();
"""

DROP = """
DROP FUNCTION IF EXISTS roadmaps_count_assignments() CASCADE;
DROP FUNCTION IF EXISTS roadmaps_count_new_assignments() CASCADE;
DROP FUNCTION IF EXISTS roadmaps_count_changed_assignments() CASCADE;
DROP FUNCTION IF EXISTS roadmaps_count_gone_assignments() CASCADE;
DROP FUNCTION IF EXISTS roadmaps_count_moved_measure() CASCADE;
"""
"""Takes away the functions with their triggers, the one of the first release among them."""

RECOUNT = """
SELECT measure.roadmap_id, measure.section_id, assignment.organisation_id,
       extract(year FROM assignment.due_on)::int, assignment.state, assignment.outcome, count(*)
FROM roadmaps_assignment assignment JOIN roadmaps_measure measure ON measure.id = assignment.measure_id
GROUP BY 1, 2, 3, 4, 5, 6
"""
"""The counts as they ought to be, row by row in the order of COUNTED."""
