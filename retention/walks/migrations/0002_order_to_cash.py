"""The process every installation starts with (docs/methods.md, Contract walks)."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from retention.lib.migrations import FillIn

STEPS = (
    ("Quote", "in_house", "sales", 5, "Price and scope in writing.", "Everything later rests on what was offered.",
     "Scope that delivery has not seen."),
    ("Legal review", "in_house", "legal", 10, "Terms agreed by both sides.", "Nobody signs what is not agreed.",
     "Changes that nobody tells finance."),
    ("Signature", "customer", "", 5, "Who may sign at the customer signs.", "Work before it has no basis.",
     "The signatory is away."),
    ("Order entry", "in_house", "operations", 2, "The contract becomes an order.", "Provisioning works from it.",
     "Lines that differ from the contract."),
    ("Provisioning", "in_house", "operations", 5, "Access, equipment and logistics.",
     "Nothing can be introduced before it is there.", "Addresses and contacts missing."),
    ("Onboarding", "in_house", "delivery", 20, "The customer’s people are introduced.",
     "What nobody knows how to use is not used.", "The wrong people are invited."),
    ("Delivery", "in_house", "delivery", 30, "What was promised is handed over and accepted.",
     "Only what was accepted can be invoiced.", "Nobody at the customer accepts."),
    ("Invoice", "in_house", "finance", 5, "The invoice with their order number.", "Follows acceptance.",
     "Their order number is missing."),
    ("Payment", "in_house", "finance", 30, "The money arrives.", "Closes the circle from order to cash.",
     "A dispute that nobody told."),
    ("Support takes over", "in_house", "support", 5, "Support knows the account and what was agreed.",
     "From here on they call support.", "Support learns of it from the first call."),
)  # fmt: skip


def add_order_to_cash(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Version 1, published by nobody."""
    version = apps.get_model("walks", "ProcessVersion").objects.create(
        process=apps.get_model("walks", "Process").objects.create(name="Order to cash"),
        number=1,
        at=timezone.now(),
    )
    step = apps.get_model("walks", "ProcessStep")
    step.objects.bulk_create(
        step(
            version=version, position=position, name=name, party=party, function=function,
            expected_days=days, what=what, why=why, pitfall=pitfall,
        )
        for position, (name, party, function, days, what, why, pitfall) in enumerate(STEPS, 1)
    )  # fmt: skip


class Migration(migrations.Migration):
    """Fills the first process."""

    dependencies = [("walks", "0001_contract_walks")]

    operations = [FillIn(add_order_to_cash, migrations.RunPython.noop)]
