from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(login=User.normalise(username or ""))


class User(AbstractBaseUser):
    """An account."""

    login = models.CharField(_("login"), max_length=150)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["login"], name="one_account_of_a_login")]

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
