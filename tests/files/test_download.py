"""Files are handed out by right only, and in a form that does no harm."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client

from orientir.database.actor import ANONYMOUS, Actor
from orientir.database.context import acting_as
from orientir.files import policy
from orientir.files.models import StoredFile
from orientir.files.services import put_in, take_out
from orientir.files.uses import UseTaken, register_use
from tests.support import world
from tests.support.world import NOON

from . import samples

pytestmark = pytest.mark.usefixtures("no_uses")


def of_the_school(actor: Actor) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(organisation_id__in=actor.organisations)


def pictures(actor: Actor) -> QuerySet[StoredFile, Any]:
    return StoredFile.objects.filter(media_type="image/png").values("pk")


def put(by: Actor, name: str = "План № 7.docx", content: bytes | None = None) -> StoredFile:
    with acting_as(by):
        return put_in(
            SimpleUploadedFile(name, content or samples.docx()),
            organisation_id=min(by.organisations),
            by=by,
            at=NOON,
        )


def test_whoever_sees_an_object_gets_its_file(vera: Actor, signed_in: Any) -> None:
    register_use("tests.school", of_the_school)
    content = samples.docx()
    stored = put(vera, content=content)
    expected = {
        "Content-Type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Content-Disposition": "attachment; filename*=utf-8''%D0%9F%D0%BB%D0%B0%D0%BD%20%E2%84%96%207.docx",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Length": str(len(content)),
    }

    response = signed_in("vera").get(stored.get_absolute_url())

    assert (response.status_code, b"".join(response)) == (200, content)
    assert {name: response.headers[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("plan.txt", 'attachment; filename="plan.txt"'),
        ("plan 2026, final; v2.txt", 'attachment; filename="plan 2026, final; v2.txt"'),
        ('a".txt', 'attachment; filename="a_.txt"'),
        (
            "план\r\nSet-Cookie: a.txt",
            "attachment; filename*=utf-8''%D0%BF%D0%BB%D0%B0%D0%BD%20Set-Cookie_%20a.txt",
        ),
    ],
)
def test_the_name_in_the_header_is_the_one_kept(vera: Actor, signed_in: Any, name: str, header: str) -> None:
    register_use("tests.school", of_the_school)
    with acting_as(vera):
        upload = SimpleUploadedFile("a.txt", b"text")
        upload._name = name
        stored = put_in(upload, organisation_id=min(vera.organisations), by=vera, at=NOON)

    response = signed_in("vera").get(stored.get_absolute_url())

    assert (response.headers["Content-Type"], response.headers["Content-Disposition"]) == (
        "text/plain",
        header,
    )


def page(response: HttpResponse) -> str:
    """Return a page without its token against forged requests, which differs each time."""
    return re.sub("[A-Za-z0-9]{64}", "", response.text)


def test_a_foreign_file_is_like_one_that_is_not_there(vera: Actor, signed_in: Any) -> None:
    register_use("tests.school", of_the_school)
    stored = put(vera)
    zoya = signed_in("zoya")

    foreign = zoya.get(stored.get_absolute_url())
    with acting_as(vera):
        take_out(stored, by=vera, at=NOON)
    missing = zoya.get(stored.get_absolute_url())

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert (foreign.headers, page(foreign)) == (missing.headers, page(missing))


def test_whoever_has_not_signed_in_is_asked_to(vera: Actor) -> None:
    register_use("tests.pictures", pictures)
    stored = put(vera, "Экран.png", samples.png())

    answer = Client().get(stored.get_absolute_url())

    assert (answer.status_code, answer.url) == (302, f"/sign-in/?next={stored.get_absolute_url()}")


def test_no_use_is_asked_about_somebody_who_has_not_signed_in(db: None) -> None:
    def fail(actor: Actor) -> QuerySet[StoredFile]:
        pytest.fail("a use answers for those whom the product knows")

    register_use("tests.nobody", fail)

    with acting_as(ANONYMOUS):
        assert not policy.visible_files(ANONYMOUS).exists()


def test_a_file_that_no_visible_object_uses_is_not_there_even_for_whoever_put_it_in(
    vera: Actor, signed_in: Any
) -> None:
    stored = put(vera)

    assert signed_in("vera").get(stored.get_absolute_url()).status_code == 404


def test_a_use_cannot_show_more_than_the_second_wall(vera: Actor, signed_in: Any) -> None:
    register_use("tests.pictures", pictures)
    stored = put(vera, "Экран.png", samples.png())

    seen = {login: signed_in(login).get(stored.get_absolute_url()).status_code for login in world.LOGINS}

    beside_her_school = {"galina", "fyodor", "olga", "gleb", "zoya", "nina"}
    assert seen == {"boris": 200, "vera": 200} | dict.fromkeys(beside_her_school, 404)


def test_whether_and_which_agree_for_everybody_and_every_file(vera: Actor, zoya: Actor) -> None:
    register_use("tests.school", of_the_school)
    register_use("tests.pictures", pictures)
    stored = [put(vera), put(vera, "Экран.png", samples.png()), put(zoya), put(zoya, "a.txt", b"text")]

    for actor in [*map(world.actor, world.LOGINS), ANONYMOUS]:
        with acting_as(actor):
            visible = set(policy.visible_files(actor).values_list("pk", flat=True))
            assert {file.pk for file in stored if policy.can_download(actor, file)} == visible & {
                file.pk for file in stored
            }


def test_a_name_of_a_use_has_one_meaning() -> None:
    register_use("tests.school", of_the_school)
    register_use("tests.school", of_the_school)

    with pytest.raises(UseTaken):
        register_use("tests.school", pictures)
