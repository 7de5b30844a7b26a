"""guichet: who you are, and how the office reaches you."""

from django.apps import AppConfig
from django_ratelimit import checks as ratelimit_checks


class GuichetConfig(AppConfig):
    name = "guichet"
    verbose_name = "Guichet"

    def ready(self):
        # django-ratelimit lists the stores it knows to count exactly under parallel load. These two do as well:
        # tests/guichet/test_counter_store.py counts with several processes.
        ratelimit_checks.SUPPORTED_CACHE_BACKENDS += [
            "guichet.counter_store.SqliteCounterStore",
            "django.core.cache.backends.redis.RedisCache",
        ]
