"""The data register knows every field of every model, and nothing else."""

from __future__ import annotations

from orientir.database import register


def test_the_data_register_has_no_gaps():
    assert list(register.gaps()) == []


def test_what_is_personal_is_journalled_or_says_why_not():
    silent = {
        found.label: found.unjournalled for found in register.declarations() if found.is_personal and found.unjournalled
    }

    assert silent == {
        "accounts.SecretLink": "its last use changes with every request; making and withdrawing it are journalled",
        "accounts.Session": "it changes with every request; signing in and out are journalled",
        "journal.Entry": "it is the journal",
        "journal.Mention": "it is the journal",
        "socialaccount.SocialAccount": "its last use changes with every sign-in; tying and untying are journalled",
        "ui.FormDraft": "typed, not sent: nothing has been done yet",
        "ui.Submission": "it repeats what the deed itself writes down",
    }
