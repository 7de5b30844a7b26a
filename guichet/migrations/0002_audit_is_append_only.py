from django.db import migrations

from guichet.append_only import install, remove


class Migration(migrations.Migration):
    dependencies = [("guichet", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
