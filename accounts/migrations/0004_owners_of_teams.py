"""Who owns accounts of a team is one probe of an index a person."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0003_invoices")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["team", "owner"], name="account_team_owner"),
        ),
    ]
