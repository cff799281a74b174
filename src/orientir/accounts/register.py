from orientir.database.register import Wall, declare, none, personal
from orientir.database.system_actors import CARETAKER, GATE, REGISTRAR

ACCOUNT = "as long as the person has an appointment, then one year"

declare(
    "accounts.User",
    {
        **none("id", "is_active", "created_at"),
        **personal("login", "email", "password", purpose="to sign in", term=ACCOUNT),
        **personal("last_login", purpose="to notice accounts nobody uses", term=ACCOUNT),
    },
    wall=Wall(user="id", system=(GATE, REGISTRAR)),
)
declare("accounts.Installation", none("single", "is_demo", "made_at"))
declare("accounts.FirstLink", none("id", "token_hash", "made_at", "used_at"))
declare(
    "accounts.SecretLink",
    {
        **none("id", "token_hash", "made_at", "asked_since", "asked"),
        **personal("user", "used_at", purpose="to show somebody their due dates in a calendar", term="until withdrawn"),
    },
    wall=Wall(user="user_id", system=(GATE,)),
    unjournalled="its last use changes with every request; making and withdrawing it are journalled",
)
declare(
    "accounts.OneTimeCode",
    {
        **none("id", "purpose", "code_hash", "made_at", "expires_at"),
        **personal("user", "used_at", purpose="to sign in without a password once", term="two weeks"),
    },
    wall=Wall(user="user_id", system=(GATE, REGISTRAR, CARETAKER)),
)
declare(
    "accounts.Attempts",
    none("key", "since", "failed"),
    unjournalled="it counts failed sign-ins for a day; keys are keyed hashes",
)

declare(
    "accounts.Session",
    {
        **none("session_key", "session_data", "expire_date"),
        **personal(
            "user", "made_at", "seen_at", "device",
            purpose="to know who asks, and to show them where they are signed in",
            term="until sign-out, twelve hours at most, and the night after",
        ),
    },
    wall=Wall(user="user_id", system=(GATE, CARETAKER)),
    unjournalled="it changes with every request; signing in and out are journalled",
)  # fmt: skip

# The parts of allauth that are used: what makes a second factor, and who somebody is at the region's portal.
declare(
    "mfa.Authenticator",
    {
        **none("id", "type", "data", "created_at"),
        **personal("user", "last_used_at", purpose="to prove who signs in", term=ACCOUNT),
    },
    wall=Wall(user="user_id", system=(GATE, REGISTRAR)),
)
declare(
    "socialaccount.SocialAccount",
    {
        **none("id", "provider", "extra_data", "date_joined"),
        **personal("user", "uid", "last_login", purpose="to sign in by the region's portal", term=ACCOUNT),
    },
    wall=Wall(user="user_id", system=(GATE, REGISTRAR)),
    unjournalled="its last use changes with every sign-in; tying and untying are journalled",
)
# Its other tables come along and stay empty: nothing is written without a journal entry, which no deed of theirs opens.
for label, fields in {
    "account.EmailAddress": ("id", "user", "email", "verified", "primary"),
    "account.EmailConfirmation": ("id", "email_address", "created", "sent", "key"),
    "socialaccount.SocialApp": ("id", "provider", "provider_id", "name", "client_id", "secret", "key", "settings"),
    "socialaccount.SocialToken": ("id", "app", "account", "token", "token_secret", "expires_at"),
}.items():
    declare(label, none(*fields))
# Django's own tables.
for label, fields in {
    "contenttypes.ContentType": ("id", "app_label", "model"),
    "auth.Permission": ("id", "name", "content_type", "codename"),
    "auth.Group": ("id", "name", "permissions"),
    "auth.Group_permissions": ("id", "group", "permission"),
}.items():
    declare(label, none(*fields), unjournalled="Django's own, unused: rights are in orientir.access")
JOBS = "the queue's own; arguments are keys, never names; finished ones go after a month"
declare(
    "procrastinate.ProcrastinateJob",
    none(
        "id", "queue_name", "task_name", "priority", "lock", "args", "status", "scheduled_at", "attempts",
        "queueing_lock", "abort_requested", "worker",
    ),
    unjournalled=JOBS,
)  # fmt: skip
declare("procrastinate.ProcrastinateEvent", none("id", "job", "type", "at"), unjournalled=JOBS)
declare("procrastinate.ProcrastinateWorker", none("id", "last_heartbeat"), unjournalled=JOBS)
declare(
    "procrastinate.ProcrastinatePeriodicDefer",
    none("id", "task_name", "defer_timestamp", "job", "periodic_id"),
    unjournalled=JOBS,
)
