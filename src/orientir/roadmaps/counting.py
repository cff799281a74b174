"""The triggers that keep the counts of assignments, as SQL: written by migrations, read by the check."""

COUNTED = "roadmap_id, section_id, organisation_id, year, state, outcome"

_ADD = """
        INSERT INTO roadmaps_assignmentcount ({counted}, total)
        SELECT measure.roadmap_id, measure.section_id, changed.organisation_id,
               extract(year FROM changed.due_on), changed.state, changed.outcome, {sign} count(*)
        FROM {table} changed JOIN roadmaps_measure measure ON measure.id = changed.measure_id
        GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
        ON CONFLICT ({counted}) DO UPDATE SET total = roadmaps_assignmentcount.total + excluded.total;
"""

CREATE = f"""
CREATE FUNCTION roadmaps_count_assignments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        {_ADD.format(counted=COUNTED, table="removed", sign="-")}
    END IF;
    IF TG_OP <> 'DELETE' THEN
        {_ADD.format(counted=COUNTED, table="added", sign="")}
    END IF;
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM roadmaps_assignmentcount counted USING removed, roadmaps_measure measure
        WHERE counted.total = 0 AND measure.id = removed.measure_id
          AND counted.roadmap_id = measure.roadmap_id AND counted.organisation_id = removed.organisation_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER count_new_assignments AFTER INSERT ON roadmaps_assignment
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION roadmaps_count_assignments();
CREATE TRIGGER count_changed_assignments AFTER UPDATE ON roadmaps_assignment
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT
    EXECUTE FUNCTION roadmaps_count_assignments();
CREATE TRIGGER count_gone_assignments AFTER DELETE ON roadmaps_assignment
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION roadmaps_count_assignments();

CREATE FUNCTION roadmaps_count_moved_measure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO roadmaps_assignmentcount ({COUNTED}, total)
    SELECT OLD.roadmap_id, side.section_id, organisation_id, extract(year FROM due_on), state, outcome,
           side.sign * count(*)
    FROM roadmaps_assignment, (VALUES (OLD.section_id, -1), (NEW.section_id, 1)) side (section_id, sign)
    WHERE measure_id = NEW.id
    GROUP BY 1, 2, 3, 4, 5, 6, side.sign ORDER BY 1, 2, 3, 4, 5, 6
    ON CONFLICT ({COUNTED}) DO UPDATE SET total = roadmaps_assignmentcount.total + excluded.total;
    DELETE FROM roadmaps_assignmentcount
    WHERE roadmap_id = OLD.roadmap_id AND section_id = OLD.section_id AND total = 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER count_moved_measure AFTER UPDATE OF section_id ON roadmaps_measure
    FOR EACH ROW WHEN (OLD.section_id IS DISTINCT FROM NEW.section_id)
    EXECUTE FUNCTION roadmaps_count_moved_measure();
"""

DROP = """
DROP TRIGGER count_moved_measure ON roadmaps_measure;
DROP TRIGGER count_new_assignments ON roadmaps_assignment;
DROP TRIGGER count_changed_assignments ON roadmaps_assignment;
DROP TRIGGER count_gone_assignments ON roadmaps_assignment;
DROP FUNCTION roadmaps_count_moved_measure();
DROP FUNCTION roadmaps_count_assignments();
"""

RECOUNT = """
SELECT measure.roadmap_id, measure.section_id, assignment.organisation_id,
       extract(year FROM assignment.due_on)::int, assignment.state, assignment.outcome, count(*)
FROM roadmaps_assignment assignment JOIN roadmaps_measure measure ON measure.id = assignment.measure_id
GROUP BY 1, 2, 3, 4, 5, 6
"""
"""The counts as they ought to be, row by row in the order of COUNTED."""
