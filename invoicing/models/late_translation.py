"""LateTranslation: a text of the office that was changed in one language alone. In step, there is no row."""

from django.conf import settings
from django.db import models


class LateTranslation(models.Model):
    """`language` is the one that did not follow; `was` is what the other said when it still did."""

    object_type = models.CharField(max_length=40, help_text="as in the audit: formsheet, officetext …")
    object_key = models.CharField(max_length=64)
    field = models.SlugField(max_length=40, help_text="title, opening …, without the language")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    was = models.TextField()
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_key", "field"], name="a_text_is_late_in_one_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_key}.{self.field}: {self.language}"
