"""Builds the demo by the product's own deeds, as of some months ago until now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from orientir.access import depths, deputies
from orientir.access import services as access
from orientir.access.models import Appointment
from orientir.access.roles import GUIDANCE_LEAD, HEAD, MUNICIPAL_COORDINATOR, OBSERVER, TEACHER, Role
from orientir.accounts import services as accounts
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.people.services import Name, add_person
from orientir.territory import services as territories
from orientir.territory.choices import Depth, Kind, Level
from orientir.territory.models import Organisation, Territory

from . import cast, invited, running, work
from .people import Team

FOUNDED = 210
"""How many days ago the installation was founded."""


def build(at: datetime) -> None:
    """Build the whole demo as of the moment `at`, or nothing of it. The same moment gives the same demo.

    Raises:
        accounts.AlreadyInUse: there are accounts in this database.
    """
    with acting_as(REGISTRAR):
        team = _found(at - timedelta(days=FOUNDED))
        plans = running.plans_in_force(team, at=at)
        work.carry_out(plans, team, at=at)
        running.plans_on_their_way(team, at=at)
        invited.invite_some(team, at=at)


def _found(at: datetime) -> Team:
    """Make the region, its municipalities, organisations and people."""
    ministry = access.found(_founding(), is_demo=True, at=at).organisation
    team = Team({cast.MINISTRY_SHORT: ministry}, {cast.MINISTRY_SHORT: "anna"})
    anna = team.actor("anna")
    towns: dict[cast.Town, Territory] = {}
    for town in cast.TOWNS:
        towns[town] = territories.add_territory(
            town.name, level=Level.MUNICIPALITY, parent=ministry.territory, by=anna, at=at
        )
        office = territories.add_organisation(
            towns[town], kind=Kind.AUTHORITY, name=town.office, short_name=town.office_short, by=anna, at=at
        )
        team.organisations[town.office_short] = office
        _appoint(town.coordinator, MUNICIPAL_COORDINATOR, office, town.login, at=at)
    for place in (*cast.SCHOOLS, *cast.OTHERS):
        where = towns[place.town] if place.town else ministry.territory
        made = _add(place, where, by=anna, at=at)
        team.organisations[place.short_name] = made
        team.reviewers[place.short_name] = place.town.login if place.town else "anna"
        if place.lead:
            _appoint(place.lead, GUIDANCE_LEAD, made, place.login, at=at)
            team.leads[made.pk] = place.login
    _add_the_others(team, at=at)
    for number, kind, name in cast.UNITS:
        school = team.organisations[cast.SCHOOLS[number - 1].short_name]
        territories.add_unit(school, kind=kind, name=name, by=anna, at=at)
    team.forget()
    return team


def _add_the_others(team: Team, *, at: datetime) -> None:
    """Appoint the observer, the heads of some schools, and who reports for the offices."""
    _appoint(cast.OBSERVER, OBSERVER, team.organisations[cast.CITY.office_short], "olga", at=at)
    for number, head in cast.HEADS.items():
        school = team.organisations[cast.SCHOOLS[number - 1].short_name]
        _appoint(cast.named(head), HEAD, school, f"head-{number}", at=at)
    _add_staff(team, at=at)
    offices = [(town.office_short, town.specialist, f"{town.login}-office", town.login) for town in cast.TOWNS]
    for office, specialist, login, coordinator in [
        *offices,
        (cast.MINISTRY_SHORT, cast.SPECIALIST, "ministry", "anna"),
    ]:
        _appoint(specialist, GUIDANCE_LEAD, team.organisations[office], login, at=at)
        team.leads[team.organisations[office].pk] = login
        team.reviewers[office] = coordinator


def _add_staff(team: Team, *, at: datetime) -> None:
    """Add who else there is at School 5, students behind codes among them, and who stood in for its lead."""
    school = team.organisations[cast.SCHOOLS[4].short_name]
    with acting_as(REGISTRAR):
        depths.set_depth(school, Depth.CODES, by=REGISTRAR, at=at)
    for login, name, role, group in cast.STAFF:
        _appoint(name, role, school, login, group=group, at=at)
    deputy = _appoint(cast.DEPUTY, TEACHER, school, "deputy-5", group="9 А, 9 Б", at=at)
    head, lead = team.actor("head-5"), team.actor("school-5")
    with acting_as(head):
        deputies.appoint_deputy(
            Appointment.objects.select_related("organisation", "unit").get(person=lead.person_id),
            deputy.person,
            reason=deputies.Absence.LEAVE,
            since=at + timedelta(days=FOUNDED - 5),
            until=at + timedelta(days=FOUNDED + 14),
            by=head,
            at=at,
        )


def _founding() -> access.Founding:
    return access.Founding(
        territory=cast.REGION,
        office=cast.MINISTRY,
        office_short=cast.MINISTRY_SHORT,
        coordinator=cast.REGIONAL_COORDINATOR,
        login="anna",
        password=None,
        level=Level.REGION,
    )


def _appoint(
    name: Name, role: Role, organisation: Organisation, login: str, *, group: str = "", at: datetime
) -> Appointment:
    user = accounts.make_account(login, None, by=REGISTRAR, at=at)
    done: dict[str, Any] = {"by": REGISTRAR, "at": at}
    person = add_person(name, organisation_id=organisation.pk, user=user, is_staff=role.is_staff, **done)
    return access.appoint(person, role, organisation, group=group, **done)


def _add(place: cast.Place, territory: Territory, *, by: Actor, at: datetime) -> Organisation:
    first, last = place.grades or (None, None)
    return territories.add_organisation(
        territory,
        kind=place.kind,
        name=place.name,
        short_name=place.short_name,
        founder=place.founder,
        first_grade=first,
        last_grade=last,
        adapted=place.adapted,
        by=by,
        at=at,
    )
