"""Send every mail and SMS that is due, once."""

from django.core.management.base import BaseCommand

from guichet.outbox import send_due_messages


class Command(BaseCommand):
    help = "Envoie une fois tous les messages en attente."

    def handle(self, **options):
        self.stdout.write(f"{send_due_messages()} message(s)")
