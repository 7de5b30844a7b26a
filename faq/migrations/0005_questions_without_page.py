"""A question belongs to a language, no longer to a page."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('faq', '0004_questions_keep_their_past'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='faqentry',
            name='an_anchor_is_unique_on_its_page',
        ),
        migrations.RemoveField(
            model_name='faqentry',
            name='page',
        ),
        migrations.AddConstraint(
            model_name='faqentry',
            constraint=models.UniqueConstraint(fields=('locale', 'anchor'), name='an_anchor_is_unique_in_its_language'),
        ),
    ]
