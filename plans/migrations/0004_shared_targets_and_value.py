import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from retention.lib.migrations import Together


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0003_hours'),
    ]

    operations = [
        Together([
            pgtrigger.migrations.RemoveTrigger(
                model_name='roitarget',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='roitarget',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='roitarget',
                name='delete_delete',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='valueentry',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='valueentry',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='valueentry',
                name='delete_delete',
            ),
            migrations.AddField(
                model_name='roitarget',
                name='is_shared',
                field=models.BooleanField(default=False),
            ),
            migrations.AddField(
                model_name='roitargetevent',
                name='is_shared',
                field=models.BooleanField(default=False),
            ),
            migrations.AddField(
                model_name='valueentry',
                name='is_shared',
                field=models.BooleanField(default=False),
            ),
            migrations.AddField(
                model_name='valueentryevent',
                name='is_shared',
                field=models.BooleanField(default=False),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roitarget',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_roitargetevent" ("account_id", "agreed_on", "agreed_with_id", "baseline", "baseline_on", "by_id", "changed_by_id", "confirmed_by_id", "confirmed_on", "direction", "due_on", "id", "is_shared", "measured_where", "metric", "next_review_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "review_days", "scope", "source", "stakeholder_id", "state", "target", "unit", "version", "weight", "withdrawn_on", "withdrawn_reason") VALUES (NEW."account_id", NEW."agreed_on", NEW."agreed_with_id", NEW."baseline", NEW."baseline_on", NEW."by_id", NEW."changed_by_id", NEW."confirmed_by_id", NEW."confirmed_on", NEW."direction", NEW."due_on", NEW."id", NEW."is_shared", NEW."measured_where", NEW."metric", NEW."next_review_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."review_days", NEW."scope", NEW."source", NEW."stakeholder_id", NEW."state", NEW."target", NEW."unit", NEW."version", NEW."weight", NEW."withdrawn_on", NEW."withdrawn_reason"); RETURN NULL;', hash='50fdf6fbf9253d2011decc83107f6ca43bf1d279', operation='INSERT', pgid='pgtrigger_insert_insert_db0cf', table='plans_roitarget', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roitarget',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "plans_roitargetevent" ("account_id", "agreed_on", "agreed_with_id", "baseline", "baseline_on", "by_id", "changed_by_id", "confirmed_by_id", "confirmed_on", "direction", "due_on", "id", "is_shared", "measured_where", "metric", "next_review_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "review_days", "scope", "source", "stakeholder_id", "state", "target", "unit", "version", "weight", "withdrawn_on", "withdrawn_reason") VALUES (NEW."account_id", NEW."agreed_on", NEW."agreed_with_id", NEW."baseline", NEW."baseline_on", NEW."by_id", NEW."changed_by_id", NEW."confirmed_by_id", NEW."confirmed_on", NEW."direction", NEW."due_on", NEW."id", NEW."is_shared", NEW."measured_where", NEW."metric", NEW."next_review_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."review_days", NEW."scope", NEW."source", NEW."stakeholder_id", NEW."state", NEW."target", NEW."unit", NEW."version", NEW."weight", NEW."withdrawn_on", NEW."withdrawn_reason"); RETURN NULL;', hash='4f3e55be0a73562bb0bc8509261020cb701b9aaf', operation='UPDATE', pgid='pgtrigger_update_update_060df', table='plans_roitarget', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roitarget',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_roitargetevent" ("account_id", "agreed_on", "agreed_with_id", "baseline", "baseline_on", "by_id", "changed_by_id", "confirmed_by_id", "confirmed_on", "direction", "due_on", "id", "is_shared", "measured_where", "metric", "next_review_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "review_days", "scope", "source", "stakeholder_id", "state", "target", "unit", "version", "weight", "withdrawn_on", "withdrawn_reason") VALUES (OLD."account_id", OLD."agreed_on", OLD."agreed_with_id", OLD."baseline", OLD."baseline_on", OLD."by_id", OLD."changed_by_id", OLD."confirmed_by_id", OLD."confirmed_on", OLD."direction", OLD."due_on", OLD."id", OLD."is_shared", OLD."measured_where", OLD."metric", OLD."next_review_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."review_days", OLD."scope", OLD."source", OLD."stakeholder_id", OLD."state", OLD."target", OLD."unit", OLD."version", OLD."weight", OLD."withdrawn_on", OLD."withdrawn_reason"); RETURN NULL;', hash='1ed1e46c7af99348d56223f99d3d72f8456afb45', operation='DELETE', pgid='pgtrigger_delete_delete_5a2b3', table='plans_roitarget', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='valueentry',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_valueentryevent" ("account_id", "amount", "answer", "answer_channel", "answered_by_id", "answered_on", "by_id", "currency", "evidence", "evidenced_on", "happened_on", "id", "is_shared", "link", "method", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "state", "target_id", "version", "what", "withdrawn_reason") VALUES (NEW."account_id", NEW."amount", NEW."answer", NEW."answer_channel", NEW."answered_by_id", NEW."answered_on", NEW."by_id", NEW."currency", NEW."evidence", NEW."evidenced_on", NEW."happened_on", NEW."id", NEW."is_shared", NEW."link", NEW."method", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."state", NEW."target_id", NEW."version", NEW."what", NEW."withdrawn_reason"); RETURN NULL;', hash='c38ffe505c62160ade8a22e3e5644ec6aceaff67', operation='INSERT', pgid='pgtrigger_insert_insert_9c0da', table='plans_valueentry', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='valueentry',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "plans_valueentryevent" ("account_id", "amount", "answer", "answer_channel", "answered_by_id", "answered_on", "by_id", "currency", "evidence", "evidenced_on", "happened_on", "id", "is_shared", "link", "method", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "state", "target_id", "version", "what", "withdrawn_reason") VALUES (NEW."account_id", NEW."amount", NEW."answer", NEW."answer_channel", NEW."answered_by_id", NEW."answered_on", NEW."by_id", NEW."currency", NEW."evidence", NEW."evidenced_on", NEW."happened_on", NEW."id", NEW."is_shared", NEW."link", NEW."method", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."state", NEW."target_id", NEW."version", NEW."what", NEW."withdrawn_reason"); RETURN NULL;', hash='19f5b6bdb3771c9ffcd8460b4121fdeb6cc42572', operation='UPDATE', pgid='pgtrigger_update_update_d07a0', table='plans_valueentry', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='valueentry',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_valueentryevent" ("account_id", "amount", "answer", "answer_channel", "answered_by_id", "answered_on", "by_id", "currency", "evidence", "evidenced_on", "happened_on", "id", "is_shared", "link", "method", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "state", "target_id", "version", "what", "withdrawn_reason") VALUES (OLD."account_id", OLD."amount", OLD."answer", OLD."answer_channel", OLD."answered_by_id", OLD."answered_on", OLD."by_id", OLD."currency", OLD."evidence", OLD."evidenced_on", OLD."happened_on", OLD."id", OLD."is_shared", OLD."link", OLD."method", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."state", OLD."target_id", OLD."version", OLD."what", OLD."withdrawn_reason"); RETURN NULL;', hash='7cb44f4530ecb865d7b4918048e54770be57b42f', operation='DELETE', pgid='pgtrigger_delete_delete_41d49', table='plans_valueentry', when='AFTER')),
            ),
        ]),
    ]
