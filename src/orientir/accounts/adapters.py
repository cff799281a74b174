"""How second factors are kept: where `allauth.mfa` is fitted into this product."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Keeps what a factor is made of encrypted by the installation's own key, apart from the database."""

    def encrypt(self, text: str) -> str:
        return _ciphers(str(settings.FACTOR_KEY)).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _ciphers(str(settings.FACTOR_KEY)).decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Return what a phone writes beside the code: the login, and never an address of mail."""
        return user.get_username()

    def build_totp_svg(self, url: str) -> str:
        """Return the picture that a phone reads, black on white in either theme, to stand in a page."""
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        drawn = qrcode.make(url, image_factory=SvgPathFillImage, box_size=14, border=3)
        return str(drawn.to_string(encoding="unicode"))


@cache
def _ciphers(keys: str) -> MultiFernet:
    """Return what encrypts by the first of the keys and decrypts by any of them."""
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys.split(",")]
    )
