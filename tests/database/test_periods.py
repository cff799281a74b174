"""Two rows alike never overlap in time, and whatever does not overlap is let in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import psycopg
import pytest
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.range import TimestamptzRange

from orientir import journal
from orientir.access.models import Appointment
from orientir.database.context import acting_as
from orientir.database.periods import no_overlap
from orientir.database.system_actors import REGISTRAR
from orientir.people.models import Person
from orientir.territory.models import Organisation
from tests.support import databases
from tests.support.world import NOON


class Post(NamedTuple):
    """An appointment: whose, where, which, from hour to hour (None is without an end), and which ends it includes."""

    person: int
    place: int
    role: str
    first: int | None
    last: int | None
    bounds: str

    def holds_at(self, hour: float) -> bool:
        after = self.first is None or self.first < hour or (self.first == hour and self.bounds[0] == "[")
        before = self.last is None or hour < self.last or (self.last == hour and self.bounds[1] == "]")
        return after and before


HOURS = [half / 2 for half in range(-3, 14)]
"""Every whole hour the posts begin or end at, and what lies between."""

posts = st.builds(
    Post,
    st.integers(0, 1),
    st.integers(0, 1),
    st.sampled_from(["guidance_lead", "observer"]),
    st.none() | st.integers(0, 5),
    st.none() | st.integers(0, 5),
    st.sampled_from(["[)", "[]", "()", "(]"]),
).filter(lambda post: any(map(post.holds_at, HOURS)))


def overlap(one: Post, other: Post) -> bool:
    return one[:3] == other[:3] and any(one.holds_at(hour) and other.holds_at(hour) for hour in HOURS)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(posts, max_size=8))
def test_exactly_what_overlaps_an_equal_row_is_refused(db, wanted):
    let_in: list[Post] = []
    for post in wanted:
        if not any(overlap(post, earlier) for earlier in let_in):
            let_in.append(post)

    assert appointed(wanted) == let_in


def appointed(wanted: list[Post]) -> list[Post]:
    """Make the appointments one by one, for persons and organisations that have none yet; return those let in."""
    with acting_as(REGISTRAR):
        with journal.entry("appointed", by=REGISTRAR, at=NOON):
            done = _appointed(wanted)
        transaction.set_rollback(True)
    return done


def _appointed(wanted: list[Post]) -> list[Post]:
    done = []
    office, school = Organisation.objects.filter(appointments__isnull=False).distinct()[:2]
    persons = [Person(organisation_id=office.pk, last_name=name) for name in ("Первый", "Второй")]
    for person in persons:
        person.save()
    for post in wanted:
        hours = [end if end is None else NOON + timedelta(hours=end) for end in (post.first, post.last)]
        try:
            with transaction.atomic():
                Appointment.objects.create(
                    person=persons[post.person],
                    organisation=(office, school)[post.place],
                    role=post.role,
                    during=TimestamptzRange(*hours, bounds=post.bounds),
                )
        except IntegrityError as error:
            assert "one_appointment_at_a_time" in str(error)
        else:
            done.append(post)
    return done


def test_a_period_without_a_moment_in_it_is_refused(db):
    with acting_as(REGISTRAR):
        known = Appointment.objects.all()[0]
        no_time = TimestamptzRange(NOON, NOON, bounds="()")
        with (
            pytest.raises(IntegrityError, match="an_appointment_lasts"),
            journal.entry("appointed", by=REGISTRAR, at=NOON),
        ):
            Appointment.objects.create(
                person=known.person, organisation=known.organisation, role="observer", during=no_time
            )


@pytest.fixture
def duties(committed: str) -> Iterator[psycopg.Connection]:
    """Make a table whose numbers may be missing; yields the owner's connection to it."""
    with isolate_apps():

        class Duty(models.Model):  # noqa: DJ008  (nobody sees one)
            place = models.BigIntegerField(null=True)
            unit = models.BigIntegerField(null=True)
            during = DateTimeRangeField()

            class Meta:
                app_label = "access"
                constraints = [no_overlap("one_duty_at_a_time", numbers=("place", "unit"))]

        with connection.schema_editor(collect_sql=True) as editor:
            editor.create_model(Duty)
    with psycopg.connect(databases.owner_url(committed), autocommit=True) as owner:
        for statement in editor.collected_sql:
            owner.execute(statement)
        yield owner


def test_a_missing_number_counts_as_one_and_the_same(duties):
    day = "['2026-09-01', '2026-09-02')"
    let_in: list[Any] = []
    for place, unit in [(1, 1), (1, None), (1, None), (None, None), (None, None), (2, None), (None, 1), (1, 1)]:
        try:
            duties.execute("INSERT INTO access_duty (place, unit, during) VALUES (%s, %s, %s)", [place, unit, day])
            let_in.append((place, unit))
        except psycopg.errors.ExclusionViolation:
            let_in.append("refused")

    assert let_in == [(1, 1), (1, None), "refused", (None, None), "refused", (2, None), (None, 1), "refused"]
