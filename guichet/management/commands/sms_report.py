"""How many SMS codes were sent and how many typed in, per prefix and hour: pumping sends what nobody types."""

from collections import Counter
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from guichet.models import Event

ALARM_FROM, ALARM_BELOW = 50, 0.2  # that many sent, less than that share typed in


class Command(BaseCommand):
    help = "Codes SMS envoyés et saisis, par préfixe et par heure, des dernières 24 heures."

    def handle(self, **options):
        sent, typed = count_codes()
        for key in sorted(sent):
            hour, prefix = key
            alarm = "  ALARM" if sent[key] >= ALARM_FROM and typed[key] < ALARM_BELOW * sent[key] else ""
            self.stdout.write(f"{hour}  {prefix}  sent {sent[key]}  typed {typed[key]}{alarm}")


def count_codes() -> tuple[Counter, Counter]:
    """Codes of the last 24 hours by (hour, prefix): sent, and typed in."""
    since = timezone.now() - timedelta(hours=24)
    counts = {"code.sent": Counter(), "code.accepted": Counter()}
    for event in Event.objects.filter(action__in=counts, at__gte=since).iterator():
        hour = f"{timezone.localtime(event.at):%d.%m.%Y %H:00}"
        counts[event.action][hour, event.detail.get("prefix", "")] += 1
    return counts["code.sent"], counts["code.accepted"]
