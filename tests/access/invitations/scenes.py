"""Invitations for the table of access: one open at a school or office, in the name of its coordinator."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from orientir.access import invitations
from orientir.access.models import Invitation
from orientir.access.roles import HEAD
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.engines.spreadsheets.writing import write_table
from orientir.people.services import Name
from orientir.territory.models import Organisation
from orientir.territory.services.lists import XLSX


def invited_to(place: Organisation, last_name: str, *, by: Actor) -> Invitation:
    """Invite somebody of this name to be the head."""
    invited = invitations.Invited(
        place, HEAD, Name(last_name, "Анна"), f"{place.short_name.split()[-1]}@school.example"
    )
    with acting_as(by):
        return invitations.invite(invited, by=by, at=timezone.now())


def a_list_of_people(school: str = "Школа № 5") -> SimpleUploadedFile:
    """Return a spreadsheet with somebody to invite to a school."""
    head, row = ("Организация", "Роль", "Фамилия", "Имя"), (school, "директор", "Лесная", "Ольга")
    return SimpleUploadedFile("список.xlsx", write_table("Список", head, [row]), XLSX)
