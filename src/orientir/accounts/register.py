from orientir.database.register import Wall, declare, none, personal
from orientir.database.system_actors import GATE, REGISTRAR

ACCOUNT = "as long as the person has an appointment, then one year"

declare(
    "accounts.User",
    {
        **none("id", "is_active", "created_at"),
        **personal("login", "password", purpose="to sign in", term=ACCOUNT),
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

# Django's own tables. A session's data are signed and hold the key of an account; they go with sign-out, or
# in the night after the session has ended.
declare(
    "sessions.Session",
    none("session_key", "session_data", "expire_date"),
    unjournalled="it changes with every sign-in, which is journalled itself",
)
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
