"""What was typed is kept: found again on any device, by nobody else, until the form is sent."""

from __future__ import annotations

import pytest
from django.test import Client

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.ui import drafts
from orientir.ui.models import FormDraft
from tests.support.world import NOON, assignment_of


def keep(actor: Actor, text: str, *, about: str = "7") -> None:
    with acting_as(actor):
        drafts.save("report", about, {"text": text}, person_id=actor.person_id or 0, at=NOON)


def found(actor: Actor, *, about: str = "7") -> dict[str, object] | None:
    with acting_as(actor):
        draft = drafts.find("report", about, person_id=actor.person_id or 0)
        return draft and draft.fields


def test_what_was_typed_is_found_again(vera):
    keep(vera, "Приказ изд")

    assert found(vera) == {"text": "Приказ изд"}


def test_typing_on_keeps_one_draft_the_latest(vera):
    keep(vera, "Приказ изд")
    keep(vera, "Приказ издан")

    with acting_as(vera):
        assert [draft.fields for draft in FormDraft.objects.all()] == [{"text": "Приказ издан"}]


def test_each_object_has_a_draft_of_its_own(vera):
    keep(vera, "о первом", about="1")
    keep(vera, "о втором", about="2")

    assert (found(vera, about="1"), found(vera, about="2"), found(vera, about="3")) == (
        {"text": "о первом"},
        {"text": "о втором"},
        None,
    )


def test_a_draft_is_its_writers_alone_even_within_one_organisation(vera, boris, galina):
    keep(vera, "моё")

    assert [found(reader) for reader in (boris, galina)] == [None, None]
    for reader in (boris, galina):
        with acting_as(reader):
            # Neither a foreign number nor no filter at all opens it.
            assert drafts.find("report", "7", person_id=vera.person_id or 0) is None
            assert not FormDraft.objects.exists()
            drafts.discard("report", "7", person_id=vera.person_id or 0)
    assert found(vera) == {"text": "моё"}


def test_a_draft_that_is_discarded_is_gone(vera):
    keep(vera, "о первом", about="1")
    keep(vera, "о втором", about="2")
    with acting_as(vera):
        drafts.discard("report", "1", person_id=vera.person_id or 0)

    assert (found(vera, about="1"), found(vera, about="2")) == (None, {"text": "о втором"})


def test_more_than_a_form_takes_is_refused_and_what_was_kept_stays(vera):
    keep(vera, "я" * drafts.LONGEST)

    with pytest.raises(drafts.DraftTooLong):
        keep(vera, "я" * (drafts.LONGEST + 1))

    assert found(vera) == {"text": "я" * drafts.LONGEST}


@pytest.fixture
def page(signed_in, vera) -> tuple[Client, str, str]:
    """Return Vera's browser, the address of her assignment and the one where its draft is saved."""
    with acting_as(vera):
        pk = assignment_of("Школа № 5").pk
    return signed_in("vera"), f"/assignments/{pk}/", f"/drafts/report/{pk}/"


def test_a_draft_typed_on_one_device_stands_in_the_form_on_another(page, signed_in):
    browser, address, draft = page

    assert browser.post(draft, {"text": "Приказ изд"}).status_code == 200

    assert "Приказ изд</textarea>" in signed_in("vera").get(address).content.decode()
    assert "Приказ изд" not in signed_in("boris").get(address).content.decode()


def test_without_javascript_a_button_keeps_the_draft(page):
    browser, address, _ = page

    answer = browser.post(address, {"text": "Приказ изд", "save_draft": "1"}, follow=True)

    assert answer.redirect_chain == [(address, 302)]
    assert "Приказ изд</textarea>" in answer.content.decode()


def test_the_draft_goes_when_the_form_is_sent(page, vera):
    browser, address, draft = page
    browser.post(draft, {"text": "Приказ изд"})
    key = browser.get(address).context["submission_key"]

    assert browser.post(address, {"text": "Приказ издан", "submission_key": key}).status_code == 302

    with acting_as(vera):
        assert not FormDraft.objects.exists()


def test_the_draft_stays_when_the_form_is_not_good(page, vera):
    browser, address, draft = page
    browser.post(draft, {"text": "Приказ изд"})

    assert browser.post(address, {"text": "", "submission_key": "never issued"}).status_code == 422

    with acting_as(vera):
        assert FormDraft.objects.get().fields == {"text": "Приказ изд"}


def test_too_long_a_draft_is_said_so_and_a_form_nobody_knows_is_not_found(page):
    browser, _, draft = page

    assert browser.post(draft, {"text": "я" * (drafts.LONGEST + 1)}).status_code == 422
    assert browser.post("/drafts/unknown/7/", {"text": "я"}).status_code == 404


def test_without_javascript_too_long_a_draft_is_said_so_and_stays_on_the_page(page, vera):
    browser, address, draft = page
    browser.post(draft, {"text": "Приказ изд"})
    long = "я" * (drafts.LONGEST + 1)

    answers = [browser.post(address, {"text": long, button: "1"}) for button in ("save_draft", "attach")]

    for answer in answers:
        assert answer.status_code == 422
        assert answer.context["form"].errors == {
            "__all__": ["Текст слишком длинный и не сохранён. Сократите его и нажмите ещё раз."]
        }
        assert long in answer.content.decode()
    with acting_as(vera):
        assert FormDraft.objects.get().fields == {"text": "Приказ изд"}
