"""What a question said when its page was published is its first revision; sentences followed on the page are let go."""

from django.db import migrations
from django.utils import timezone

SAID = ("anchor", "question", "answer", "sort_order")
POINTS_AT = ("locale", "category", "chapter")
SEGMENTS = ("StringSegment", "TemplateSegment", "RelatedObjectSegment", "OverridableSegment")


def keep_past(apps, schema_editor):
    entries = apps.get_model("faq", "FaqEntry").objects
    kind, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="faq", model="faqentry"
    )
    for entry in entries.select_related("page").order_by("pk"):
        at = entry.page.last_published_at or timezone.now()
        content = {"pk": entry.pk, "translation_key": str(entry.translation_key), "live": entry.page.live}
        content |= {name: getattr(entry, name) for name in SAID}
        content |= {name: getattr(entry, f"{name}_id") for name in POINTS_AT}
        thing = {"content_type": kind, "object_id": str(entry.pk)}
        revision = apps.get_model("wagtailcore", "Revision").objects.create(
            **thing, base_content_type=kind, object_str=entry.question, content=content, created_at=at
        )
        apps.get_model("wagtailcore", "ModelLogEntry").objects.create(
            **thing, label=entry.question, action="wagtail.publish", revision=revision, timestamp=at, data={},
            content_changed=True,
        )  # fmt: skip
        entries.filter(pk=entry.pk).update(
            live=entry.page.live, first_published_at=entry.page.first_published_at, last_published_at=at,
            latest_revision=revision, live_revision=revision,
        )  # fmt: skip


def forget_sentences(apps, schema_editor):
    for name in SEGMENTS:
        segments = apps.get_model("wagtail_localize", name).objects
        segments.filter(context__path__startswith="entries.").delete()


class Migration(migrations.Migration):

    dependencies = [
        ("faq", "0003_questions_by_themselves"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [
        migrations.RunPython(keep_past, migrations.RunPython.noop),
        migrations.RunPython(forget_sentences, migrations.RunPython.noop),
    ]
