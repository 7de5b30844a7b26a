"""What must happen again and again, whoever is using the portal: messages leave, what has expired is removed."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.utils import timezone

from .models import EmailLink

KEEP_TASK_RESULTS_DAYS = 30


def keep_time() -> None:
    """What is due at a given minute: pages that are to appear or to go."""
    for command in settings.MINUTELY_COMMANDS:
        call_command(command, verbosity=0)


def prune() -> None:
    """Remove expired sessions, counters, links and results of tasks."""
    call_command("clearsessions")
    call_command("prune_db_task_results", min_age_days=KEEP_TASK_RESULTS_DAYS, verbosity=0)
    EmailLink.objects.filter(expires_at__lt=timezone.now() - timedelta(days=KEEP_TASK_RESULTS_DAYS)).delete()
    if hasattr(caches["limits"], "prune"):
        caches["limits"].prune()
    for command in settings.UPKEEP_COMMANDS:
        call_command(command, verbosity=0)
