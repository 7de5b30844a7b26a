"""A claim says itself that it waits for a second reviewer; those that wait today are found by their approval."""

from django.conf import settings
from django.db import migrations, models


def mark_those_that_wait(apps, schema_editor):
    approvals = apps.get_model("invoicing", "Approval").objects.filter(
        version__number=models.F("version__claim__version_number"), version__claim__state="submitted"
    )
    claims = apps.get_model("invoicing", "Claim").objects
    claims.filter(pk__in=approvals.values("version__claim")).update(waits_for_second=True)


class Migration(migrations.Migration):

    dependencies = [
        ('guichet', '0005_accounts_on_paper'),
        ('invoicing', '0016_figures_from_their_own_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='waits_for_second',
            field=models.BooleanField(default=False, help_text="accepted once, above the office's threshold: a second reviewer has to confirm"),
        ),
        migrations.RunPython(mark_those_that_wait, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('waits_for_second', True)), fields=['submitted_at', 'id'], name='claims_to_confirm_by_day'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('waits_for_second', False), ('state', 'submitted'), _connector='OR'), name='what_waits_for_a_second_is_submitted'),
        ),
    ]
