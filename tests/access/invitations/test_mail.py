"""Letters of invitations: what they say, that each goes once, and what is kept where one does not go."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from email import message_from_string
from email.policy import default
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from orientir.access import invitations, invitations_mail
from orientir.access.invitations_state import State, in_state, state_of
from orientir.access.models import Invitation
from orientir.access.roles import HEAD
from orientir.access.tasks import send_invitations
from orientir.config.mail import Mail, mail_of
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.journal.models import Entry
from tests.access.invitations import mail_server
from tests.access.invitations.conftest import ADDRESS, Invite, dismiss, fresh

pytestmark = pytest.mark.usefixtures("mail_is_on")


def send(boris: Actor, *sent: Invitation) -> None:
    send_invitations.run(by=boris.name, turns=[[one.pk, one.turn] for one in sent])


def states(boris: Actor) -> dict[str, str]:
    """Return the state of each invitation by its address, and see that the condition of the state says the same."""
    now = timezone.now()
    with acting_as(boris):
        found = {one.email: state_of(one, now) for one in Invitation.objects.all()}
        asked = {
            email: state
            for state in State
            for email in Invitation.objects.filter(in_state(state, now)).values_list("email", flat=True)
        }
    assert found == asked
    return {email: state.value for email, state in found.items()}


def test_a_letter_says_who_invites_to_what_and_until_when(invite: Invite, boris: Actor) -> None:
    invitation = invite()

    send(boris, invitation)

    (letter,) = mail.outbox
    until = fresh(invitation, boris).expires_at
    assert (letter.to, letter.subject) == ([ADDRESS], "Приглашение в «Ориентир»: Школа № 6")
    assert letter.body.splitlines()[0] == "Здравствуйте, Анна Павловна!"
    assert "МБОУ «Школа № 6»" in letter.body
    assert f"https://orientir.example/invited/{invitations.token_of(invitation)}/" in letter.body
    assert timezone.localtime(until).strftime("%H:%M") in letter.body
    assert letter.extra_headers == {
        "Message-ID": f"<invitation.{invitation.pk}.1@orientir.example>",
        "Auto-Submitted": "auto-generated",
    }
    assert states(boris) == {ADDRESS: "sent"}
    with acting_as(boris):
        assert Entry.objects.filter(verb="invitation_sent", subject_id=invitation.pk).count() == 1


def test_the_queue_holds_keys_only(invite: Invite, boris: Actor) -> None:
    invitation, on_paper = invite(), invite(role=HEAD, email="")

    with acting_as(boris):
        invitations_mail.ask_to_send([invitation, on_paper], by=boris)
        (job,) = ProcrastinateJob.objects.filter(task_name=invitations_mail.SEND)

    assert job.args == {"by": boris.name, "turns": [[invitation.pk, 1]]}


def test_a_job_that_is_begun_again_sends_no_letter_twice(invite: Invite, boris: Actor) -> None:
    invitation = invite()

    send(boris, invitation)
    send(boris, invitation)

    assert len(mail.outbox) == 1


def test_a_job_that_was_killed_behind_the_letter_sends_the_same_letter_once_more(
    invite: Invite, boris: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the server's word and the commit lies one moment that no order of things can take away."""
    invitation, hand_over = invite(), invitations_mail._hand_over

    def killed(*given: Any) -> None:
        hand_over(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(invitations_mail, "_hand_over", killed)
    with pytest.raises(KeyboardInterrupt):
        send(boris, invitation)
    monkeypatch.undo()
    send(boris, invitation)

    assert len(mail.outbox) == 2
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 1


def test_what_is_sent_again_has_a_new_link_and_the_job_of_the_older_one_does_nothing(
    invite: Invite, boris: Actor
) -> None:
    invitation = invite()
    with acting_as(boris):
        (again,) = invitations.renew([invitation], by=boris, at=timezone.now())

    send(boris, invitation)
    nothing = list(mail.outbox)
    send(boris, again)

    assert nothing == []
    assert invitations.token_of(again) in mail.outbox[0].body
    assert again.turn == 2


def test_a_printed_link_is_not_mailed_as_well(invite: Invite, boris: Actor) -> None:
    invitation = invite()
    with acting_as(boris):
        (printed,) = invitations.put_on_paper([invitation], by=boris, at=timezone.now())

    send(boris, invitation)
    send(boris, printed)

    assert mail.outbox == []
    assert states(boris) == {ADDRESS: "on_paper"}


def test_whoever_may_not_invite_any_more_sends_nothing(invite: Invite, boris: Actor, vera: Actor) -> None:
    invitation = invite()
    dismiss("boris")

    send(boris, invitation)
    send(vera, invitation)

    assert mail.outbox == []


def test_nothing_goes_for_what_is_withdrawn_or_too_old(invite: Invite, boris: Actor) -> None:
    gone, old = invite(), invite(role=HEAD, email="old@school6.example", at=timezone.now() - timedelta(days=15))
    with acting_as(boris):
        invitations.withdraw([gone], by=boris, at=timezone.now())

    send(boris, gone, old)

    assert mail.outbox == []
    assert states(boris) == {ADDRESS: "withdrawn", "old@school6.example": "expired"}


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no such user")}), "no_such_address"),
        (smtplib.SMTPRecipientsRefused({ADDRESS: (450, b"come later")}), "refused"),
        (smtplib.SMTPDataError(554, b"looks like spam"), "refused"),
        (smtplib.SMTPAuthenticationError(535, b"who are you"), "unreachable"),
        (ConnectionRefusedError(), "unreachable"),
    ],
)
def test_what_a_server_has_against_a_letter_is_kept_and_it_can_be_sent_again(
    fault: Exception, why: str, invite: Invite, boris: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation = invite()

    def refuse(*given: Any) -> None:
        raise fault

    monkeypatch.setattr(invitations_mail, "_hand_over", refuse)
    send(boris, invitation)
    monkeypatch.undo()

    assert (fresh(invitation, boris).refused_with, states(boris)) == (why, {ADDRESS: "refused"})
    with acting_as(boris):
        (again,) = invitations.renew([invitation], by=boris, at=timezone.now())
    send(boris, again)
    assert (len(mail.outbox), states(boris)) == (1, {ADDRESS: "sent"})


def test_without_a_server_the_first_letter_tries_and_all_say_so(
    invite: Invite, boris: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Any] = []

    def refuse(letter: Any, outbox: Any) -> None:
        tried.append(letter)
        raise TimeoutError

    monkeypatch.setattr(invitations_mail, "_hand_over", refuse)
    send(boris, *(invite(email=f"{number}@school6.example") for number in range(3)))

    assert len(tried) == 1
    assert set(states(boris).values()) == {"refused"}


def test_letters_reach_a_real_server_over_as_few_calls_as_it_lets(invite: Invite, boris: Actor, settings: Any) -> None:
    """A server that takes two letters a call and knows nobody at one address; Django's own client speaks with it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    sent = [invite(email=f"{number}@school6.example") for number in range(5)]
    server = mail_server.Server(unknown=frozenset({"1@school6.example"}), per_call=2)

    with mail_server.serving(server):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        send(boris, *sent)

    arrived = {to: message_from_string(text, policy=default) for to, text in server.letters}
    assert states(boris) == {f"{number}@school6.example": "refused" if number == 1 else "sent" for number in range(5)}
    assert sorted(arrived) == [f"{number}@school6.example" for number in (0, 2, 3, 4)]
    assert (len(server.letters), server.calls) == (4, 2)
    letter = arrived["4@school6.example"]
    assert letter["Subject"].strip() == "Приглашение в «Ориентир»: Школа № 6"
    assert letter["Message-ID"] == f"<invitation.{sent[4].pk}.1@orientir.example>"
    assert invitations.token_of(sent[4]) in letter.get_content()


def test_the_small_server_speaks_as_a_client_of_the_library_expects() -> None:
    with mail_server.serving(mail_server.Server(unknown=frozenset({"b@c.example"}))) as server:
        client = smtplib.SMTP("127.0.0.1", server.port)
        client.sendmail("a@c.example", ["d@c.example"], "Subject: one\r\n\r\n.dot\r\n")
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.sendmail("a@c.example", ["b@c.example"], "Subject: two\r\n\r\n")
        client.quit()

    assert server.letters == [("d@c.example", "Subject: one\n\n.dot")]


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("", Mail()),
        ("smtp://127.0.0.1/?from=o@office.example", Mail("127.0.0.1", 25, sender="o@office.example")),
        (
            "smtp+starttls://o%40office.example:p%2Fw@mail.example/?from=o@office.example",
            Mail("mail.example", 587, "o@office.example", "p/w", starttls=True, sender="o@office.example"),
        ),
        (
            "smtps://o:p@mail.example:4465/?from=o@office.example",
            Mail("mail.example", 4465, "o", "p", tls=True, sender="o@office.example"),
        ),
    ],
)
def test_the_server_stands_in_one_address(url: str, meant: Mail) -> None:
    assert mail_of(url) == meant


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example/?from=a@b.example", "smtp://mail.example/"])
def test_an_address_that_is_none_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(Exception, match="ORIENTIR_MAIL_URL"):
        mail_of(url)
