"""The WSGI application. It does not start on a database whose walls it could pass."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orientir.config.settings")
application = get_wsgi_application()

from orientir.database.guard import refuse_unsafe_database  # noqa: E402  (needs the apps)

refuse_unsafe_database()
