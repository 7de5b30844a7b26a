"""The worker: background tasks in the main thread; beside it messages leave, each minute what is due
happens, and each hour what expired is removed."""

import logging
import threading
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection

from guichet.outbox import send_due_messages
from guichet.upkeep import keep_time, prune

MESSAGES_EVERY = 2  # seconds
TIMED = {keep_time: 60, prune: 3600}  # what is done how often, in seconds

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Traite les tâches de fond, envoie les messages et fait le ménage."

    def add_arguments(self, parser):
        parser.add_argument("--queue-name", default="*", help="the queues of tasks to process, by default all")

    def handle(self, *, queue_name: str, **options):
        stop = threading.Event()
        rounds = threading.Thread(target=make_rounds, args=[stop], name="rounds", daemon=True)
        rounds.start()
        try:
            call_command("db_worker", queue_name=queue_name, reload=False, verbosity=options["verbosity"])
        finally:
            stop.set()
            rounds.join(timeout=20)


def make_rounds(stop: threading.Event) -> None:
    """Until `stop`: send messages every other second, do what is timed. One failed round never ends the next."""
    due = dict.fromkeys(TIMED, time.monotonic())
    try:
        while not stop.is_set():
            close_old_connections()
            make_round(send_due_messages)
            for work, seconds in TIMED.items():
                if time.monotonic() >= due[work]:
                    make_round(work)
                    due[work] = time.monotonic() + seconds
            stop.wait(MESSAGES_EVERY)
    finally:
        connection.close()


def make_round(work) -> None:
    try:
        work()
    except Exception:
        logger.exception("A round of %s failed; the next one tries again.", work.__name__)
