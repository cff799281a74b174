from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "orientir.demo"
