from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "orientir.journal"
