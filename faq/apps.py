"""faq: questions and answers."""

from django.apps import AppConfig


class FaqConfig(AppConfig):
    name = "faq"
