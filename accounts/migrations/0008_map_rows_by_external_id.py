"""Other systems may know rows of the map of people under ids of their own."""

from django.db import migrations, models

KINDS = [
    ("account", "Account"),
    ("contact", "Contact"),
    ("contract", "Contract"),
    ("invoice", "Invoice"),
    ("touchpoint", "Touchpoint"),
    ("user", "User"),
    ("product", "Product"),
    ("map_role", "Map Role"),
    ("map_rating", "Map Rating"),
    ("map_tie", "Map Tie"),
    ("map_line", "Map Line"),
    ("map_listens", "Map Listens"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_mergers_taken_back"),
    ]

    operations = [
        migrations.AlterField("externalid", "record_type", models.CharField(choices=KINDS, max_length=12)),
        migrations.AlterField(
            "externalidevent", "record_type", models.CharField(choices=KINDS, max_length=12)
        ),
    ]
