"""StoredFile, PagePicture, Attachment: bytes kept once by their hash, how their pages look, under which name joined."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .claim import Draft, Version

NOT_SCANNED = "not scanned"


class ContentAddressed(models.Model):
    """Bytes in the private storage, named by their SHA-256."""

    class Meta:
        abstract = True

    @property
    def storage_name(self) -> str:
        return f"files/{self.sha256[:2]}/{self.sha256}"


class StoredFile(ContentAddressed):
    """A document. Only validated and scanned files get a row."""

    sha256 = models.CharField(max_length=64, unique=True)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text="bytes")
    pages = models.PositiveSmallIntegerField(default=1)
    scanned_by = models.CharField(max_length=60, help_text="clamd and its signature base, or « not scanned »")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def is_scanned(self) -> bool:
        return self.scanned_by != NOT_SCANNED


class PagePicture(ContentAddressed):
    """How a page of a document looks, drawn by us as WebP."""

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField(help_text="of the page, from 1")
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["file", "number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="a_page_is_drawn_once")]

    def __str__(self) -> str:
        return f"{self.file} p. {self.number}"


class Attachment(models.Model):
    """A document joined to a draft, or to the version it was sent with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=150, help_text="cleaned; shown, never used as a path")
    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments")
    version = models.ForeignKey(Version, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments")
    asked_as = models.CharField(max_length=40, blank=True, help_text="the asked document it is: hospital-k3f9-1")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=True) ^ Q(version__isnull=True),
                name="a_document_belongs_to_a_draft_or_a_version",
            )
        ]

    def __str__(self) -> str:
        return self.name
