"""Settings. What differs between installations comes from the environment; each variable stands in docs/install.md."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import SimpleLazyObject

from orientir.config.mail import mail_of
from orientir.database.places import state_folder

SOURCE = Path(__file__).resolve().parent.parent
STATE = Path(os.environ["ORIENTIR_STATE"]) if "ORIENTIR_STATE" in os.environ else state_folder(SOURCE.parent.parent)


def _secret(name: str) -> str:
    """Return a secret from the environment, or the one kept beside the data (0600, made at first need)."""
    if given := os.environ.get(name):
        return given
    path = STATE / "secrets" / name.lower()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(os.urandom(32).hex())
    except FileExistsError:
        pass
    return path.read_text()


def _database(url: str, *, owner: bool, application_role: str) -> dict[str, object]:
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    options: dict[str, object] = {key: unquote(value) for key, value in query.items() if key.startswith("ssl")}
    if owner:
        options["options"] = "-c row_security=off -c lock_timeout=10s"
    else:
        options["pool"] = {
            "min_size": 1,
            "max_size": int(os.environ.get("ORIENTIR_POOL", "8")),
            "timeout": 10,
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        # A connection that died while it was idle (PostgreSQL restarted) is noticed before it is handed out.
        "CONN_HEALTH_CHECKS": True,
        "APPLICATION_ROLE": application_role,
        "TEST": {"TEMPLATE": "template0"},
    }


DATABASE_ROLE = os.environ.get("ORIENTIR_DATABASE_ROLE", "application")
_urls = {
    "application": os.environ.get("DATABASE_URL", ""),
    "owner": os.environ.get("DATABASE_OWNER_URL", ""),
}
if DATABASE_ROLE not in _urls:
    raise ImproperlyConfigured("ORIENTIR_DATABASE_ROLE is application or owner")
if _urls["owner"] and urlsplit(_urls["application"]).username == urlsplit(_urls["owner"]).username:
    raise ImproperlyConfigured(
        "DATABASE_URL and DATABASE_OWNER_URL name the same role: row-level security would not bind the application"
    )
DATABASES = {
    "default": _database(
        _urls[DATABASE_ROLE],
        owner=DATABASE_ROLE == "owner",
        application_role=unquote(urlsplit(_urls["application"]).username or ""),
    )
}

SECRET_KEY = _secret("ORIENTIR_SECRET_KEY")
FACTOR_KEY = SimpleLazyObject(lambda: _secret("ORIENTIR_FACTOR_KEY"))
"""Encrypts what second factors are made of. Read at first need: a restore puts it in its place after the start. Several
are separated by commas: the first encrypts, each decrypts."""
DEBUG = False
HTTPS = os.environ.get("ORIENTIR_HTTPS") == "1"
ALLOWED_HOSTS = os.environ.get("ORIENTIR_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
LISTENS_ON = os.environ.get("ORIENTIR_LISTENS_ON", "")
"""The address on which the server was started; one-click sign-in of the demo needs it to be a loopback address."""

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    # Before the queue, whose command it replaces by one that proves the walls first.
    "orientir.database",
    "procrastinate.contrib.django",
    "django_htmx",
    "heroicons",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "orientir.ui",
    "orientir.journal",
    "orientir.accounts",
    "orientir.files",
    "orientir.people",
    "orientir.territory",
    "orientir.access",
    "orientir.roadmaps",
    "orientir.desk",
    "orientir.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "orientir.config.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "orientir.config.logs.RefusalLogMiddleware",
    "orientir.config.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "orientir.database.middleware.ContextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "orientir.access.middleware.ActorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "orientir.config.urls"
WSGI_APPLICATION = "orientir.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "orientir.ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "orientir.ui.context.page",
                "orientir.access.context.identity",
                "orientir.demo.context.roles",
            ],
        },
    }
]
FORM_RENDERER = "orientir.ui.renderer.FormRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["orientir.accounts.backends.LoginBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "orientir.accounts.passwords.GuessedFirstValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["login"]},
    },
]
MFA_ADAPTER = "orientir.accounts.adapters.FactorAdapter"
MFA_TOTP_ISSUER = "Ориентир"
MFA_TOTP_TOLERANCE = 1
"""A code is also taken half a minute before and after its own: clocks of phones differ."""
MFA_RECOVERY_CODE_COUNT, MFA_RECOVERY_CODE_DIGITS = 10, 12
# Of allauth's model of accounts nothing is used: one signs in at our own page, addresses of mail are in our own table,
# its limits by address of network would lock out a school, and nobody makes an account by themselves.
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False

PORTAL_NAME = os.environ.get("ORIENTIR_PORTAL_NAME", "")
"""What the button on the sign-in page says: sign-in by a portal of the region, over OpenID Connect. Empty is none."""
_portal = {
    "server_url": os.environ.get("ORIENTIR_PORTAL_ISSUER", ""),
    "client_id": os.environ.get("ORIENTIR_PORTAL_CLIENT", ""),
    "secret": os.environ.get("ORIENTIR_PORTAL_SECRET", ""),
}
if PORTAL_NAME and not all(_portal.values()):
    raise ImproperlyConfigured("ORIENTIR_PORTAL_NAME needs ORIENTIR_PORTAL_ISSUER, _CLIENT and _SECRET beside it")
PORTAL_PROVIDER = os.environ.get("ORIENTIR_PORTAL_PROVIDER", "orientir.accounts.portal.PortalProvider")
"""The class that speaks with the portal; another one where the portal is no plain OpenID Connect (docs/sign-in.md)."""
SOCIALACCOUNT_ADAPTER = "orientir.accounts.portal.PortalAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": ["openid", "email"],
        "APPS": [
            {
                "provider_id": "portal",
                "name": PORTAL_NAME,
                "client_id": _portal["client_id"],
                "secret": _portal["secret"],
                "settings": {"server_url": _portal["server_url"]},
            }
        ],
    }
}

LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "desk:home"

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [path for path in os.environ.get("ORIENTIR_CATALOGUES", "").split(os.pathsep) if path]
"""Where compiled catalogues lie when the checkout itself cannot be written; otherwise beside their sources."""
USE_TZ = True
TIME_ZONE = os.environ.get("ORIENTIR_TIME_ZONE", "Europe/Moscow")
FORMAT_MODULE_PATH = "orientir.ui.formats"

_mail = mail_of(os.environ.get("ORIENTIR_MAIL_URL", ""))
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = _mail.host, _mail.port, 10
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starttls, _mail.tls
DEFAULT_FROM_EMAIL = _mail.sender
SITE_ADDRESS = os.environ.get("ORIENTIR_ADDRESS", "").rstrip("/")
"""Where people reach the product: what links in letters begin with."""
if EMAIL_HOST and not SITE_ADDRESS:
    raise ImproperlyConfigured("ORIENTIR_MAIL_URL needs ORIENTIR_ADDRESS as well: letters hold links")

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": STATE / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES_FOLDER = STATE / "files"
FILES_QUOTA_BYTES = int(os.environ.get("ORIENTIR_FILES_QUOTA_MB", "2048")) * 1024 * 1024
"""How much one organisation may keep."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # organisations of a large region, ticked one by one
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

PROXIES = int(os.environ.get("ORIENTIR_PROXIES", "0"))
"""How many proxies of the office stand before the server: so many addresses of X-Forwarded-For are theirs to say."""
ADDRESS_CEILING = int(os.environ.get("ORIENTIR_ADDRESS_CEILING", "600"))
"""How many sign-ins of one address may fail at once, before each further one waits: a whole school behind one line."""

SESSION_ENGINE = "orientir.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
"""Pages hand their token to scripts themselves, so none has to read the cookie."""
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "orientir.ui.csrf.refused"
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
# The name may be one of a municipality, with sites beneath it that are not ours and speak plain HTTP: whether those are
# bound too, and for good, is for the administrator of the whole name to say, at nginx.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "orientir.config.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # That somebody may not, or that a form has a fault, is no fault of the product; addresses stay out of the log.
    # Templates would write whole contexts, first passwords among them, at the level DEBUG.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.template": {"level": "WARNING"},
        "orientir.security": {"level": "INFO"},
    },
    "root": {"handlers": ["console"], "level": os.environ.get("ORIENTIR_LOG_LEVEL", "WARNING")},
}
