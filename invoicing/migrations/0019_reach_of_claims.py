"""Each claim says how far its period reaches from the day it was sent, so that old services are found."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.lookups import LessThan, LessThanOrEqual

from invoicing.models.claim import DaysBefore


def reach() -> models.Case:
    goes_on = LessThan(DaysBefore("submitted_at", "period_end"), -1)
    began = DaysBefore("submitted_at", "period_start")
    reaches = (32, 64, 128, 256, 512, 1024, 2048, 4096)
    within = (models.When(LessThanOrEqual(began, most), then=most) for most in reaches)
    return models.Case(models.When(goes_on, then=9_999_999), *within, default=9_999_999)


def reckon(apps, schema_editor):
    apps.get_model("invoicing", "Claim").objects.update(reach=reach())


class Migration(migrations.Migration):

    dependencies = [
        ('guichet', '0006_staff_and_ibans_are_found'),
        ('invoicing', '0018_rare_claims_are_found'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='reach',
            field=models.PositiveIntegerField(default=9_999_999, help_text='so many days before it was sent hold its whole period'),
            preserve_default=False,
        ),
        migrations.RunPython(reckon, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(reach=reach()), name='a_claim_reaches_its_period'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['reach', 'submitted_at', 'id', 'state', 'kind', 'language', 'assigned_to', 'total', 'finding_count', 'has_duplicate', 'version_number', 'period_start', 'period_end', 'search_name'], name='every_claim_by_reach'),
        ),
    ]
