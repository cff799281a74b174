from __future__ import annotations

from collections.abc import Iterable

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.policy import Capability
from orientir.database.system_actors import REGISTRAR
from orientir.journal.models import Entry
from orientir.people.models import Person
from orientir.territory import policy as territories
from orientir.territory.choices import Depth, Kind, Level
from orientir.territory.models import Organisation, OrganisationQuerySet, Territory

from . import groups
from .depths import depth_of
from .models import Appointment, AppointmentQuerySet, FactorReset, Invitation
from .roles import (
    HEAD,
    MUNICIPAL_COORDINATOR,
    REGIONAL_COORDINATOR,
    ROLES,
    SEES_OWN_CLASS,
    SEES_STUDENTS,
    STAFF,
    TECHNICAL_ADMINISTRATOR,
    Role,
)

SEE_APPOINTMENTS = Capability("access.see_appointments", _("See who is responsible in the organisation"))
SEE_STUDENTS = Capability(SEES_STUDENTS, _("See the students and families of the organisation by name"))
SEE_OWN_CLASS = Capability(SEES_OWN_CLASS, _("See the students and families of the own class by name"))
APPOINT = Capability("access.appoint", _("Appoint those responsible and end appointments"))
APPOINT_HEADS = Capability("access.appoint_heads", _("Appoint heads of organisations and coordinators beneath"))
SET_DEPTH = Capability("access.set_depth", _("Choose how deep names of students go"))
SEE_INSTALLATION = Capability(
    "access.see_installation", _("See how the installation does: jobs, backups, the journal's seal")
)
OPEN_IN_EMERGENCY = Capability(
    "access.open_in_emergency", _("Open somebody's data in an emergency, with a second person's word")
)
SEARCH_JOURNAL = Capability("access.search_journal", _("Search the journal of the organisation"))


def can_view_appointment(actor: Actor, appointment: Appointment) -> bool:
    """Whoever sees who is responsible sees the staff; students and families are seen by those who know them."""
    if appointment.person_id == actor.person_id:
        return True
    place = appointment.organisation_id
    if not actor.may(SEE_APPOINTMENTS, place):
        return False
    if appointment.role_card.is_staff or actor.may(SEE_STUDENTS, place):
        return True
    if not actor.may(SEE_OWN_CLASS, place):
        return False
    taught = {name for own in _classes_of(actor).filter(organisation=place) for name in own.groups}
    return not taught.isdisjoint(appointment.groups)


def visible_appointments(actor: Actor) -> AppointmentQuerySet:
    """Return those whom the actor sees by name; how many more there are `queries.families_of` tells."""
    seen = Appointment.objects.filter(organisation_id__in=actor.scope(SEE_APPOINTMENTS))
    known = Q(role__in=STAFF) | Q(organisation_id__in=actor.scope(SEE_STUDENTS))
    if actor.may(SEE_OWN_CLASS):
        known |= of_own_classes(actor)
    return Appointment.objects.filter(person_id=actor.person_id or 0) | seen.filter(known)


def of_own_classes(actor: Actor) -> Q:
    """Return the condition of appointments in the classes that the actor teaches, where depth lets them be named."""
    condition = Q(pk__in=[])
    for own in _classes_of(actor):
        if own.group:
            condition |= Q(organisation_id=own.organisation_id, group__regex=groups.pattern_of(own.groups))
    return condition


def _classes_of(actor: Actor) -> AppointmentQuerySet:
    teaching = [role.code for role in ROLES.values() if SEE_OWN_CLASS in role.capabilities]
    own = Appointment.objects.in_force(timezone.now()).filter(person_id=actor.person_id or 0, role__in=teaching)
    return own.filter(organisation_id__in=actor.scope(SEE_OWN_CLASS))


def can_view_person(actor: Actor, person: Person) -> bool:
    """Staff are seen where they are responsible; students and families by those who know them."""
    if person.pk == actor.person_id:
        return True
    place = person.organisation_id
    if actor.may(SEE_APPOINTMENTS, place) and (person.is_staff or actor.may(SEE_STUDENTS, place)):
        return True
    return place in actor.named and _known_by_class(actor).filter(person_id=person.pk).exists()


def visible_people(actor: Actor) -> QuerySet[Person]:
    scope = actor.scope(SEE_APPOINTMENTS)
    known = Q(organisation_id__any_of=scope, is_staff=True)
    known |= Q(organisation_id__any_of=scope & actor.scope(SEE_STUDENTS)) | Q(pk=actor.person_id or 0)
    if actor.may(SEE_OWN_CLASS):
        known |= Q(organisation_id__any_of=actor.named, pk__in=_known_by_class(actor).values("person_id"))
    return Person.objects.filter(known)


def _known_by_class(actor: Actor) -> AppointmentQuerySet:
    return Appointment.objects.of_families().filter(of_own_classes(actor))


def can_view_entry(actor: Actor, entry: Entry) -> bool:
    return entry.organisation_id in actor.scope(SEARCH_JOURNAL)


def visible_entries(actor: Actor) -> QuerySet[Entry]:
    return Entry.objects.filter(organisation_id__any_of=actor.scope(SEARCH_JOURNAL))


def can_search_journal(actor: Actor) -> bool:
    return actor.may(SEARCH_JOURNAL)


def can_appoint(actor: Actor, organisation: Organisation) -> bool:
    return actor.may(APPOINT, organisation.pk)


def can_end_appointment(actor: Actor, appointment: Appointment) -> bool:
    """Whoever could give a role ends it; who let somebody stand in for themselves ends that.

    Nobody ends an own appointment: a territory would be left without its coordinator by one slip.
    """
    return appointment.pk in appointments_to_end(actor, [appointment])


def appointments_to_end(actor: Actor, appointments: Iterable[Appointment]) -> frozenset[int]:
    """Return which of these the actor may end (keys), in as many queries however many they are."""
    reach = Reach(actor)
    return frozenset(
        one.pk
        for one in appointments
        if one.person_id != actor.person_id
        and (reach.gives(one.role_card, one.organisation) or _stands_in_for(actor, one))
    )


def _stands_in_for(actor: Actor, appointment: Appointment) -> bool:
    return appointment.stands_in_for is not None and appointment.stands_in_for.person_id == actor.person_id


class Reach:
    """At which organisations an actor gives which roles.

    Nobody gives a role that holds for an organisation at which they may not appoint themselves; heads and coordinators
    are appointed from above.
    """

    def __init__(self, actor: Actor) -> None:
        self._appoints, self._heads = actor.scope(APPOINT), actor.scope(APPOINT_HEADS)

    def gives(self, role: Role, organisation: Organisation) -> bool:
        """Say whether the actor could give the role there, were the organisation of the right kind."""
        if role.of_territory:
            return organisation.pk in self._heads and not self._others_beneath(organisation.territory.path)
        return organisation.pk in (self._heads if role is HEAD else self._appoints)

    def _others_beneath(self, path: str) -> bool:
        return any(other.startswith(path) for other in self._elsewhere)

    @cached_property
    def _elsewhere(self) -> list[str]:
        """Paths of the territories with organisations at which the actor does not appoint heads."""
        others = Organisation.objects.exclude(pk__in=self._heads).order_by()
        return list(others.values_list("territory__path", flat=True).distinct())


def roles_to_give(actor: Actor, organisation: Organisation) -> list[Role]:
    """Return the roles to which the actor may appoint somebody at the organisation.

    A role of the territory is given at its authority; that of the region at the region's, that of a municipality at
    any other, the technical administrator where the whole installation is kept. Where only counts are kept there are
    no students and no families.
    """
    reach, depth = Reach(actor), depth_of(organisation)
    return [
        role for role in ROLES.values() if _makes_sense(role, organisation, depth) and reach.gives(role, organisation)
    ]


def _makes_sense(role: Role, organisation: Organisation, depth: Depth) -> bool:
    territory = organisation.territory
    if not role.of_territory:
        return role.fits(organisation.kind) and (role.is_staff or depth != Depth.COUNTS)
    if organisation.kind != Kind.AUTHORITY:
        return False
    if role in (REGIONAL_COORDINATOR, MUNICIPAL_COORDINATOR):
        return (role is REGIONAL_COORDINATOR) == (territory.level == Level.REGION)
    return role is not TECHNICAL_ADMINISTRATOR or territory.parent_id is None


def can_appoint_deputy(actor: Actor, appointment: Appointment) -> bool:
    """A head or coordinator lets somebody stand in for those whom they could appoint, everybody for themselves."""
    if appointment.stands_in_for_id is not None or not appointment.role_card.is_staff or _is_over(appointment):
        return False
    if appointment.person_id == actor.person_id:
        return actor.may(SEE_APPOINTMENTS, appointment.organisation_id)
    return Reach(actor).gives(appointment.role_card, appointment.organisation)


def people_to_stand_in(actor: Actor, appointment: Appointment) -> QuerySet[Person]:
    """Return who may stand in, each with `place`: colleagues with an account, and for those who appoint all of theirs.

    A deputy for oneself is somebody of the same organisation.
    """
    place = appointment.organisation_id
    colleagues = Appointment.objects.in_force(timezone.now()).of_staff().filter(organisation=place)
    found = Person.objects.filter(pk__in=colleagues.values("person_id"), user__isnull=False)
    if appointment.person_id != actor.person_id:
        found |= _people_with_account(actor)
    return _with_place(found.exclude(pk__in=[appointment.person_id, actor.person_id or 0]))


def can_hand_over(actor: Actor, appointment: Appointment) -> bool:
    """Say whether the actor could give all that this person is at this organisation: all of it passes on."""
    if _is_over(appointment) or not appointment.role_card.is_staff or appointment.person_id == actor.person_id:
        return False
    held = Appointment.objects.not_ended(timezone.now()).of_staff().filter(person=appointment.person_id)
    here = held.filter(organisation=appointment.organisation_id).select_related("organisation__territory")
    reach = Reach(actor)
    return all(reach.gives(one.role_card, one.organisation) for one in here)


def _is_over(appointment: Appointment) -> bool:
    upper = appointment.during.upper
    return upper is not None and bool(upper <= timezone.now())


def can_reset_factor(actor: Actor, appointment: Appointment) -> bool:
    """Say whether the actor may take the second factor off, or ask for it where it takes two.

    As with a way to sign in anew, all that the person holds lies where the actor appoints.
    """
    return can_issue_password(actor, appointment.person)


def can_view_reset(actor: Actor, reset: FactorReset) -> bool:
    return reset.organisation_id in actor.scope(APPOINT_HEADS)


def visible_resets(actor: Actor) -> QuerySet[FactorReset]:
    """Return what was asked about second factors where the actor appoints coordinators."""
    return FactorReset.objects.filter(organisation_id__any_of=actor.scope(APPOINT_HEADS))


def can_confirm_reset(actor: Actor, reset: FactorReset) -> bool:
    """Another than who asked confirms, who could have asked as well, and nobody their own."""
    return (
        can_view_reset(actor, reset)
        and reset.confirmed_at is None
        and actor.person_id not in (None, reset.asked_by_id, reset.person_id)
        and reset.person_id in people_to_issue_passwords_to(actor, [reset.person_id])
    )


def can_withdraw_reset(actor: Actor, reset: FactorReset) -> bool:
    return can_view_reset(actor, reset) and reset.confirmed_at is None


def can_set_depth(actor: Actor, organisation: Organisation) -> bool:
    return actor.may(SET_DEPTH, organisation.pk)


def can_set_depth_of_territory(actor: Actor, territory: Territory) -> bool:
    return actor.may(SET_DEPTH) and territories_with_depth(actor).filter(pk=territory.pk).exists()


def territories_with_depth(actor: Actor) -> QuerySet[Territory]:
    """Return the territories for which the actor may say how deep names go."""
    return territories.territories_kept(actor)


def people_to_appoint(actor: Actor) -> QuerySet[Person]:
    """Return those with an account who may be given one role more, each with `place`: the organisation that keeps them.

    Nobody appoints themselves.
    """
    return _with_place(_people_with_account(actor).exclude(pk=actor.person_id or 0))


def _people_with_account(actor: Actor) -> QuerySet[Person]:
    return Person.objects.filter(organisation_id__in=actor.scope(APPOINT), is_staff=True, user__isnull=False)


def _with_place(people: QuerySet[Person]) -> QuerySet[Person]:
    keeper = Organisation.objects.filter(pk=OuterRef("organisation_id")).order_by().values("short_name")
    return people.annotate(place=Subquery(keeper))


def can_issue_password(actor: Actor, person: Person) -> bool:
    """Whoever hands out a password could sign in with it: it opens nothing that the actor does not answer for."""
    return person.pk in people_to_issue_passwords_to(actor, [person.pk])


def people_to_issue_passwords_to(actor: Actor, people: Iterable[int]) -> frozenset[int]:
    """Return which of these people (keys) the actor may give a way to sign in anew.

    They hold nothing that the actor could not have given them: all their appointments lie where the actor appoints,
    those of the territory beneath the actor's. It is nobody's own: that is the page for the own password.
    """
    if not actor.may(APPOINT):
        return frozenset()
    # An appointment elsewhere is hidden from the actor, and is the very reason to refuse.
    with acting_as(REGISTRAR):
        held = list(
            Appointment.objects.not_ended(timezone.now())
            .filter(person__in=list(people), person__user__isnull=False)
            .select_related("organisation__territory")
        )
    reach = Reach(actor)
    beyond = {one.person_id for one in held if not reach.gives(one.role_card, one.organisation)}
    return frozenset(one.person_id for one in held) - beyond - {actor.person_id}


def can_view_invitation(actor: Actor, invitation: Invitation) -> bool:
    return invitation.organisation_id in actor.scope(APPOINT)


def visible_invitations(actor: Actor) -> QuerySet[Invitation]:
    return Invitation.objects.filter(organisation_id__in=actor.scope(APPOINT))


def can_resend(actor: Actor, invitation: Invitation) -> bool:
    """Say whether the actor could write this invitation themselves: who sends it again vouches for it."""
    return bool(invitations_to_resend(actor, [invitation]))


def invitations_to_resend(actor: Actor, invitations: Iterable[Invitation]) -> list[Invitation]:
    """Return those that the actor may send again, in as many queries however many they are."""
    reach = Reach(actor)
    return [
        one
        for one in invitations
        if one.role in ROLES
        and may_invite_to(ROLES[one.role], one.organisation, reach)
        and _is_open_today(one.organisation)
    ]


def can_invite(actor: Actor, organisation: Organisation) -> bool:
    return bool(roles_to_invite_to(actor, organisation)) and _is_open_today(organisation)


def organisations_to_invite_to(actor: Actor) -> OrganisationQuerySet:
    """Return the organisations at which the actor may invite somebody, closed ones among them."""
    return Organisation.objects.filter(pk__in=actor.scope(APPOINT))


def roles_to_invite_to(actor: Actor, organisation: Organisation) -> list[Role]:
    """Return the roles to which the actor may invite somebody at the organisation.

    Students and families get printed cards, and a role of one class says of which one: these are given on the page.
    """
    reach = Reach(actor)
    return [role for role in ROLES.values() if may_invite_to(role, organisation, reach)]


def may_invite_to(role: Role, organisation: Organisation, reach: Reach) -> bool:
    """Say whether somebody with this reach may invite to the role; asks the database once for many organisations."""
    fits = role.is_staff and not role.of_group and _makes_sense(role, organisation, Depth.NAMES)
    return fits and reach.gives(role, organisation)


def _is_open_today(organisation: Organisation) -> bool:
    return organisation.is_open_on(timezone.localdate())
