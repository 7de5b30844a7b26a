"""Development's mail backend: each mail becomes files in the outbox folder, and goes nowhere else."""

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class FileMailBackend(BaseEmailBackend):
    """<time>-mail-<recipient>.eml is the whole mail; .txt and .html beside it are its parts, to be looked at."""

    def send_messages(self, email_messages) -> int:
        settings.OUTBOX_DIR.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            stamp = timezone.now().strftime("%Y%m%dT%H%M%S%f")
            name = "".join(letter if letter.isalnum() else "-" for letter in mail.to[0])
            path = settings.OUTBOX_DIR / f"{stamp}-mail-{name}.eml"
            path.write_bytes(mail.message().as_bytes())
            path.with_suffix(".txt").write_text(f"To: {mail.to[0]}\nSubject: {mail.subject}\n\n{mail.body}")
            for body, _ in mail.alternatives:
                path.with_suffix(".html").write_text(body)
        return len(email_messages)
