from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from orientir.database.periods import no_overlap
from orientir.engines.russian import normalise, sort_key
from orientir.territory.choices import Depth, Founder, Kind, UnitKind

from .territories import Territory

FIRST_GRADE, LAST_GRADE = 1, 12
"""Grades of schools; the twelfth is that of evening schools."""
LONGEST_NAME, LONGEST_SHORT_NAME, LONGEST_CODE, LONGEST_BASIS = 300, 100, 40, 300


def _open_on(day: date) -> Q:
    return (Q(opened_on=None) | Q(opened_on__lte=day)) & (Q(closed_on=None) | Q(closed_on__gt=day))


def _is_open(one: Organisation | Unit, day: date) -> bool:
    return (one.opened_on is None or one.opened_on <= day) and (one.closed_on is None or day < one.closed_on)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def open_on(self, day: date) -> OrganisationQuerySet:
        """Those that work on this day."""
        return self.filter(_open_on(day))

    def as_of(self, day: date) -> OrganisationQuerySet:
        """Load what each is and which units it has on this day: `state_then` and `units_then` tell it."""
        return self.prefetch_related(
            Prefetch("states", OrganisationState.objects.filter(during__contains=day), to_attr="_states_then"),
            Prefetch("units", Unit.objects.open_on(day), to_attr="_units_then"),
        )


class Organisation(models.Model):
    """A school, an authority, a college, an enterprise …

    What changes in time stands in its states; the names here are those of today. `code` is the key under which the
    office keeps it; it may be empty and may be corrected. A tax number is no key: branches share one.
    `closed_on` is the first day on which it works no longer. `depth` binds it more closely than its territory does;
    empty is as the territory says.
    """

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="organisations")
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    name = models.CharField(_("full name"), max_length=LONGEST_NAME)
    short_name = models.CharField(_("short name"), max_length=LONGEST_SHORT_NAME)
    code = models.CharField(_("code"), max_length=LONGEST_CODE, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=12, blank=True)
    depth = models.CharField(_("names of students"), max_length=10, choices=Depth, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_basis = models.CharField(_("basis"), max_length=LONGEST_BASIS, blank=True)
    successors = models.ManyToManyField(
        "self", through="Succession", symmetrical=False, through_fields=("predecessor", "successor"), related_name="+"
    )
    sort_key = models.CharField(max_length=300, editable=False, db_collation="C")
    normalised_name = models.CharField(max_length=300, editable=False)
    searched_names = models.CharField(max_length=500, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "normalised_name"],
                condition=Q(closed_on=None),
                name="one_organisation_of_a_name",
            ),
            models.UniqueConstraint(
                fields=["territory", "code"], condition=~Q(code=""), name="one_organisation_of_a_code"
            ),
            models.CheckConstraint(
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(opened_on__lt=models.F("closed_on")),
                name="an_organisation_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closing_basis="") | (Q(closed_on__isnull=False) & ~Q(closing_basis="")),
                name="an_organisation_closes_on_a_basis",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the keys for sorting, comparing and searching, which follow from the names."""
        self.sort_key = sort_key(self.short_name)[:300]
        self.normalised_name = normalise(self.name)[:300]
        self.searched_names = normalise(f"{self.short_name} {self.name} {self.code}")[:500]
        super().save(*args, **kwargs)

    @property
    def organisation_id(self) -> int | None:
        """To whom an entry of the journal about it belongs: itself."""
        return self.pk

    def is_open_on(self, day: date) -> bool:
        """Say whether it works on this day."""
        return _is_open(self, day)

    @property
    def state_then(self) -> OrganisationState:
        """What it is on the day for which it was loaded (`as_of`)."""
        state: OrganisationState = self.__dict__["_states_then"][0]
        return state

    @property
    def units_then(self) -> list[Unit]:
        """Its units on the day for which it was loaded (`as_of`)."""
        units: list[Unit] = self.__dict__["_units_then"]
        return units

    def state_on(self, day: date) -> OrganisationState:
        """Return what it is on a day."""
        return self.states.get(during__contains=day)

    def successors_on(self, day: date) -> list[Organisation]:
        """Return who does its work on a day: itself while it works, then those of its successors that do.

        Empty where it is closed and nobody succeeded, and before it opens.
        """
        if self.closed_on is None or day < self.closed_on:
            return [self] if self.is_open_on(day) else []
        found: dict[int, Organisation] = {}
        seen, ended = {self.pk}, [self.pk]
        while ended:
            heirs = Organisation.objects.filter(inheritances__predecessor__in=ended).exclude(pk__in=seen).distinct()
            ended = []
            for heir in heirs:
                seen.add(heir.pk)
                if heir.is_open_on(day):
                    found[heir.pk] = heir
                else:
                    ended.append(heir.pk)
        return sorted(found.values(), key=lambda heir: (heir.sort_key, heir.pk))


class OrganisationState(models.Model):
    """What an organisation is called and what it does from a day to a day; an open end is none.

    Grades are those it teaches: both empty where that is not known or there are none. `adapted` says whether it
    teaches by adapted programmes; unknown is not «no». `basis` is the act by which this became so.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="states")
    during = DateRangeField(_("from – to"))
    name = models.CharField(_("full name"), max_length=LONGEST_NAME)
    short_name = models.CharField(_("short name"), max_length=LONGEST_SHORT_NAME)
    founder = models.CharField(_("founder"), max_length=20, choices=Founder, blank=True)
    first_grade = models.PositiveSmallIntegerField(_("first grade"), null=True, blank=True)
    last_grade = models.PositiveSmallIntegerField(_("last grade"), null=True, blank=True)
    adapted = models.BooleanField(_("teaches by adapted programmes"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=LONGEST_BASIS, blank=True)

    class Meta:
        ordering = ["during"]
        constraints = [
            models.CheckConstraint(condition=Q(during__isempty=False), name="a_state_lasts"),
            no_overlap("one_state_at_a_time", numbers=("organisation_id",)),
            models.CheckConstraint(
                condition=Q(first_grade=None, last_grade=None)
                | Q(
                    first_grade__isnull=False,
                    last_grade__isnull=False,
                    first_grade__gte=FIRST_GRADE,
                    last_grade__lte=LAST_GRADE,
                    first_grade__lte=models.F("last_grade"),
                ),
                name="grades_run_upwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short_name} {self.during}"


class Succession(models.Model):
    """Who carries on what an organisation did that was closed: one by merger, several by division."""

    predecessor = models.ForeignKey(Organisation, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Organisation, models.PROTECT, related_name="inheritances")

    class Meta:
        ordering = ["successor__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_succession_of_a_pair"),
            models.CheckConstraint(condition=~Q(predecessor=models.F("successor")), name="nobody_succeeds_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class UnitQuerySet(models.QuerySet["Unit"]):
    def open_on(self, day: date) -> UnitQuerySet:
        """Those that work on this day."""
        return self.filter(_open_on(day))


class Unit(models.Model):
    """A part of an organisation. Ages are those of a kindergarten group, in full years."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    name = models.CharField(_("name"), max_length=200)
    youngest = models.PositiveSmallIntegerField(_("youngest, years"), null=True, blank=True)
    oldest = models.PositiveSmallIntegerField(_("oldest, years"), null=True, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    sort_key = models.CharField(max_length=300, editable=False, db_collation="C")
    normalised_name = models.CharField(max_length=300, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "normalised_name"], condition=Q(closed_on=None), name="one_unit_of_a_name"
            ),
            models.CheckConstraint(
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(opened_on__lt=models.F("closed_on")),
                name="a_unit_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(youngest=None, oldest=None)
                | Q(
                    kind="group",
                    youngest__isnull=False,
                    oldest__isnull=False,
                    oldest__lte=8,
                    youngest__lte=models.F("oldest"),
                ),
                name="ages_are_those_of_a_group",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the keys for sorting and comparing, which follow from the name."""
        self.sort_key = sort_key(self.name)[:300]
        self.normalised_name = normalise(self.name)[:300]
        super().save(*args, **kwargs)

    def is_open_on(self, day: date) -> bool:
        """Say whether it works on this day."""
        return _is_open(self, day)
