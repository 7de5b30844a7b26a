"""All that `make run` needs before it serves, in one process: catalogue, tables, content, demo data.

Running it twice changes nothing.
"""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from invoicing.demo import BEAT, JANE, PASSWORD, STAFF


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        compile_catalogue()
        for folder in (settings.VAR_DIR, settings.OUTBOX_DIR, settings.PRIVATE_ROOT):
            Path(folder).mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        for command in ("load_office_data", "load_content", "load_help", "load_roles", "load_demo"):
            call_command(command, stdout=self.stdout)
        self.stdout.write(welcome())


def compile_catalogue() -> None:
    for catalogue in Path(settings.BASE_DIR, "locale").rglob("*.po"):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            call_command("compilemessages", verbosity=0, ignore_patterns=[".venv"])
            return


def welcome() -> str:
    site = settings.SITE_URL
    people = [(JANE, "beneficiary"), (BEAT, "represents two children")]
    people += [(person, (*person.groups, "administrator")[0]) for person in STAFF]
    outbox = settings.OUTBOX_DIR.relative_to(settings.BASE_DIR)
    lines = [f"  {person.email:<24}{role}" for person, role in people]
    return "\n".join(
        [
            "",
            f"  Guichet AI Valais   {site}/fr/  ·  {site}/de/  ·  admin: {site}/admin/",
            f"  Mails and SMS       {site}/dev/outbox/  and as files in {outbox}/",
            "",
            f"  Demo accounts, password « {PASSWORD} »; the code is in the outbox:",
            *lines,
            "",
            "  Ctrl-C ends the portal and its worker.",
            "",
        ]
    )
