from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        """Return the account of this login, or of this e-mail address; a login goes before."""
        name = User.normalise(username or "")
        found = self.filter(models.Q(login=name) | models.Q(email=name) & ~models.Q(email=""))
        first = found.order_by(models.Case(models.When(login=name, then=0), default=1)).first()
        if first is None:
            raise User.DoesNotExist
        return first


class User(AbstractBaseUser):
    """An account. One signs in by the login, or by the e-mail address where one is known to be the owner's."""

    login = models.CharField(_("login"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["login"], name="one_account_of_a_login"),
            models.UniqueConstraint(
                fields=["email"], condition=~models.Q(email=""), name="one_account_of_an_e_mail_address"
            ),
        ]

    def __str__(self) -> str:
        return self.login

    @staticmethod
    def normalise(login: str) -> str:
        """Return the form in which logins are stored and compared: composed, small letters, no spaces around."""
        return AbstractBaseUser.normalize_username(login.strip()).casefold()


class Installation(models.Model):
    """What this database is: one row, made with the first account."""

    single = models.BooleanField(primary_key=True, default=True)
    is_demo = models.BooleanField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(single=True), name="one_installation")]

    def __str__(self) -> str:
        return "demo" if self.is_demo else "installation"


class FirstLink(models.Model):
    """The link with which an empty installation gets its first coordinator. Only a hash of it is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"first link of {self.made_at:%Y-%m-%d}"


class SecretLink(models.Model):
    """An address that shows its owner's work to a calendar, which cannot sign in. Only a keyed hash of it is kept.

    It opens what the owner may see at the moment it is asked, and nothing once they may see nothing. `asked` counts the
    requests since `asked_since`.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    asked_since = models.DateTimeField()
    asked = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"secret link of {self.made_at:%Y-%m-%d}"


class CodePurpose(models.TextChoices):
    """What a one-time code is handed out for."""

    CARD = "card", _("first sign-in by a printed card")
    HELP = "help", _("help with a forgotten password")


class OneTimeCode(models.Model):
    """A random code that opens an account once, to choose a password. Only a keyed hash of it is kept.

    An account has one code at most: a new one takes the place of the older.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=CodePurpose)
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="a_code_is_good_for_some_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} code of {self.made_at:%Y-%m-%d}"


class Attempts(models.Model):
    """How often a sign-in failed since a moment: for an account from a device, or from an address.

    `key` is a keyed hash, so that the table tells neither logins nor addresses.
    """

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField(db_index=True)
    failed = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.failed} since {self.since:%Y-%m-%d %H:%M}"


class Session(AbstractBaseSession):
    """A browser in which somebody is signed in, or is about to: since when, last seen when, on which device.

    It ends half an hour after it was last seen and twelve hours after it began, whichever comes first.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    device = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"session of {self.made_at:%Y-%m-%d %H:%M}"
