"""home: what everybody reads."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
