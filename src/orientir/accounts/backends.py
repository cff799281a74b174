from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest

from orientir.database.context import acting_as
from orientir.database.system_actors import GATE

from .models import User


class LoginBackend(BaseBackend):
    """Sign-in by login and password. An unknown login costs one password hash too: time tells nothing."""

    def authenticate(
        self, request: HttpRequest | None, login: str = "", password: str = "", **credentials: Any
    ) -> User | None:
        with acting_as(GATE):
            try:
                user = User.objects.get_by_natural_key(login)
            except User.DoesNotExist:
                User().set_password(password)
                return None
            # The model's own check would save a hash anew where the hasher's cost has grown, outside of any deed.
            return user if check_password(password, user.password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        with acting_as(GATE):
            return User.objects.filter(pk=user_id, is_active=True).first()
