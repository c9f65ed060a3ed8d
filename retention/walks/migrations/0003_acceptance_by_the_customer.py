"""Steps that the customer accepts before they are left; Keel's own process asks it of its delivery."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from retention.lib.migrations import FillIn, Together

COPIED = ("position", "name", "party", "function", "expected_days", "what", "why", "pitfall")


def ask_for_acceptance(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Version 2 of order to cash, unless somebody published their own; walks under way keep version 1."""
    versions = apps.get_model("walks", "ProcessVersion").objects
    first = versions.filter(process__name="Order to cash").order_by("-number").first()
    if first is None or first.number != 1 or first.by_id is not None:
        return
    newer = versions.create(
        process_id=first.process_id, number=2, why="The customer accepts the delivery", at=timezone.now()
    )
    step = apps.get_model("walks", "ProcessStep")
    step.objects.bulk_create(
        step(version=newer, needs_acceptance=row["name"] == "Delivery", **row)
        for row in step.objects.filter(version=first).order_by("position").values(*COPIED)
    )


class Migration(migrations.Migration):
    """Adds the flag, who accepted on which day, and what the database holds of them."""

    dependencies = [
        ('contacts', '0016_our_words'),
        ('walks', '0002_order_to_cash'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            pgtrigger.migrations.RemoveTrigger(
                model_name='walkstep',
                name='walk_step_their_contact',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='walkstep',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='walkstep',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='walkstep',
                name='delete_delete',
            ),
            migrations.AddField(
                model_name='processstep',
                name='needs_acceptance',
                field=models.BooleanField(default=False),
            ),
            migrations.AddField(
                model_name='walkstep',
                name='accepted_by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='walk_acceptances', to='contacts.contact'),
            ),
            migrations.AddField(
                model_name='walkstep',
                name='accepted_on',
                field=models.DateField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='walkstepevent',
                name='accepted_by',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contacts.contact'),
            ),
            migrations.AddField(
                model_name='walkstepevent',
                name='accepted_on',
                field=models.DateField(blank=True, null=True),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='walkstep',
                trigger=pgtrigger.compiler.Trigger(name='walk_step_their_contact', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM walks_contractwalk w JOIN accounts_contract k ON k.id = w.contract_id\n        JOIN contacts_contact c ON c.id IN (NEW.owner_contact_id, NEW.accepted_by_id)\n        WHERE w.id = NEW.walk_id AND c.account_id <> k.account_id\n    ) THEN\n        RAISE EXCEPTION 'the contact is at another account' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='846c8d951747af2122a46ee7520506322aa12e4c', operation='INSERT OR UPDATE OF "owner_contact_id", "accepted_by_id", "walk_id"', pgid='pgtrigger_walk_step_their_contact_afbdd', table='walks_walkstep', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='walkstep',
                trigger=pgtrigger.compiler.Trigger(name='walk_step_left_accepted', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."accepted_by_id" IS NULL AND NEW."left_on" IS NOT NULL)', func="\n    IF EXISTS (\n        SELECT 1 FROM walks_processstep p, walks_contractwalk w\n        WHERE p.id = NEW.step_id AND p.needs_acceptance AND w.id = NEW.walk_id AND w.state <> 'stopped'\n    ) THEN\n        RAISE EXCEPTION 'the customer has not accepted this step' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='24a8657b054375b3fa7d0d1bbd555a4d422717a3', operation='INSERT OR UPDATE OF "left_on", "accepted_by_id"', pgid='pgtrigger_walk_step_left_accepted_f16d7', table='walks_walkstep', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='walkstep',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "walks_walkstepevent" ("accepted_by_id", "accepted_on", "due_on", "entered_on", "expected_days", "id", "left_on", "owner_contact_id", "owner_user_id", "partner", "partner_person", "party", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "step_id", "walk_id") VALUES (NEW."accepted_by_id", NEW."accepted_on", NEW."due_on", NEW."entered_on", NEW."expected_days", NEW."id", NEW."left_on", NEW."owner_contact_id", NEW."owner_user_id", NEW."partner", NEW."partner_person", NEW."party", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."step_id", NEW."walk_id"); RETURN NULL;', hash='8431f00dbd61761e4600408d97a2e344a731e8f7', operation='INSERT', pgid='pgtrigger_insert_insert_c4e2e', table='walks_walkstep', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='walkstep',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "walks_walkstepevent" ("accepted_by_id", "accepted_on", "due_on", "entered_on", "expected_days", "id", "left_on", "owner_contact_id", "owner_user_id", "partner", "partner_person", "party", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "step_id", "walk_id") VALUES (NEW."accepted_by_id", NEW."accepted_on", NEW."due_on", NEW."entered_on", NEW."expected_days", NEW."id", NEW."left_on", NEW."owner_contact_id", NEW."owner_user_id", NEW."partner", NEW."partner_person", NEW."party", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."step_id", NEW."walk_id"); RETURN NULL;', hash='96cc46650d26db09c75b20172dbeb055cdc35587', operation='UPDATE', pgid='pgtrigger_update_update_a2a1f', table='walks_walkstep', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='walkstep',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "walks_walkstepevent" ("accepted_by_id", "accepted_on", "due_on", "entered_on", "expected_days", "id", "left_on", "owner_contact_id", "owner_user_id", "partner", "partner_person", "party", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "step_id", "walk_id") VALUES (OLD."accepted_by_id", OLD."accepted_on", OLD."due_on", OLD."entered_on", OLD."expected_days", OLD."id", OLD."left_on", OLD."owner_contact_id", OLD."owner_user_id", OLD."partner", OLD."partner_person", OLD."party", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."step_id", OLD."walk_id"); RETURN NULL;', hash='461bdf3523d8ac7b231f4be89a8a082306ffe5ad', operation='DELETE', pgid='pgtrigger_delete_delete_c0eaf', table='walks_walkstep', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='walkstep',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted_by__isnull', True), ('accepted_on__isnull', True)), models.Q(('accepted_by__isnull', False), ('accepted_on__gte', models.F('entered_on')), ('accepted_on__isnull', False), ('accepted_on__lte', models.F('left_on')), ('left_on__isnull', False)), _connector='OR'), name='walk_step_accepted_by_and_on'),
            ),
        ]),
        FillIn(ask_for_acceptance, migrations.RunPython.noop),
    ]
