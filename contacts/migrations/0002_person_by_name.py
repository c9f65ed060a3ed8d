"""A search for a common part of a name walks the names in order instead of reading all people."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("contacts", "0001_first_tables")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["name_key", "id"], name="person_by_name"),
        ),
    ]
