"""Several ends of an account are decided as one renewal."""

from typing import ClassVar

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from retention.lib.migrations import Together


class Migration(migrations.Migration):

    dependencies: ClassVar = [
        ('accounts', '0005_usage_by_month'),
        ('renewals', '0008_losses_by_day'),
    ]

    operations: ClassVar = [
        Together([
        pgtrigger.migrations.RemoveTrigger(
            model_name='renewal',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='renewal',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='renewal',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='renewal',
            name='joined_to',
            field=models.ForeignKey(blank=True, db_index=False, help_text='Decided together with that one, which holds its amount; void as long as it is.', null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='parts', to='renewals.renewal'),
        ),
        migrations.AddField(
            model_name='renewalevent',
            name='joined_to',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Decided together with that one, which holds its amount; void as long as it is.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='renewals.renewal'),
        ),
        migrations.AddIndex(
            model_name='renewal',
            index=models.Index(condition=models.Q(('joined_to__isnull', False)), fields=['joined_to'], name='renewal_by_joined'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='renewal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "renewals_renewalevent" ("account_id", "act_by", "anchor_kind", "call", "call_at", "call_by_id", "call_note", "close_note", "closed_on", "contract_id", "currency", "decision_on", "id", "is_history", "joined_to_id", "kind", "notice_deadline", "notice_received_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "renewal_due_on", "renewed_arr", "stage", "successor_id", "term_end", "version", "void_reason", "win_reasons") VALUES (NEW."account_id", NEW."act_by", NEW."anchor_kind", NEW."call", NEW."call_at", NEW."call_by_id", NEW."call_note", NEW."close_note", NEW."closed_on", NEW."contract_id", NEW."currency", NEW."decision_on", NEW."id", NEW."is_history", NEW."joined_to_id", NEW."kind", NEW."notice_deadline", NEW."notice_received_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."renewal_due_on", NEW."renewed_arr", NEW."stage", NEW."successor_id", NEW."term_end", NEW."version", NEW."void_reason", NEW."win_reasons"); RETURN NULL;', hash='9a3751cc820eeaa6d6e39cbe43540bcb0185e48d', operation='INSERT', pgid='pgtrigger_insert_insert_92f3f', table='renewals_renewal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='renewal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."act_by" IS DISTINCT FROM (NEW."act_by") OR OLD."anchor_kind" IS DISTINCT FROM (NEW."anchor_kind") OR OLD."call" IS DISTINCT FROM (NEW."call") OR OLD."call_at" IS DISTINCT FROM (NEW."call_at") OR OLD."call_by_id" IS DISTINCT FROM (NEW."call_by_id") OR OLD."call_note" IS DISTINCT FROM (NEW."call_note") OR OLD."close_note" IS DISTINCT FROM (NEW."close_note") OR OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."contract_id" IS DISTINCT FROM (NEW."contract_id") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."decision_on" IS DISTINCT FROM (NEW."decision_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_history" IS DISTINCT FROM (NEW."is_history") OR OLD."joined_to_id" IS DISTINCT FROM (NEW."joined_to_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."notice_deadline" IS DISTINCT FROM (NEW."notice_deadline") OR OLD."notice_received_on" IS DISTINCT FROM (NEW."notice_received_on") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."renewal_due_on" IS DISTINCT FROM (NEW."renewal_due_on") OR OLD."renewed_arr" IS DISTINCT FROM (NEW."renewed_arr") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."successor_id" IS DISTINCT FROM (NEW."successor_id") OR OLD."term_end" IS DISTINCT FROM (NEW."term_end") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."void_reason" IS DISTINCT FROM (NEW."void_reason") OR OLD."win_reasons" IS DISTINCT FROM (NEW."win_reasons"))', func='INSERT INTO "renewals_renewalevent" ("account_id", "act_by", "anchor_kind", "call", "call_at", "call_by_id", "call_note", "close_note", "closed_on", "contract_id", "currency", "decision_on", "id", "is_history", "joined_to_id", "kind", "notice_deadline", "notice_received_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "renewal_due_on", "renewed_arr", "stage", "successor_id", "term_end", "version", "void_reason", "win_reasons") VALUES (NEW."account_id", NEW."act_by", NEW."anchor_kind", NEW."call", NEW."call_at", NEW."call_by_id", NEW."call_note", NEW."close_note", NEW."closed_on", NEW."contract_id", NEW."currency", NEW."decision_on", NEW."id", NEW."is_history", NEW."joined_to_id", NEW."kind", NEW."notice_deadline", NEW."notice_received_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."renewal_due_on", NEW."renewed_arr", NEW."stage", NEW."successor_id", NEW."term_end", NEW."version", NEW."void_reason", NEW."win_reasons"); RETURN NULL;', hash='892dc2ddae41ee360f0f0f24b41b03c78f0b1ac9', operation='UPDATE', pgid='pgtrigger_update_update_8d79b', table='renewals_renewal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='renewal',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "renewals_renewalevent" ("account_id", "act_by", "anchor_kind", "call", "call_at", "call_by_id", "call_note", "close_note", "closed_on", "contract_id", "currency", "decision_on", "id", "is_history", "joined_to_id", "kind", "notice_deadline", "notice_received_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "renewal_due_on", "renewed_arr", "stage", "successor_id", "term_end", "version", "void_reason", "win_reasons") VALUES (OLD."account_id", OLD."act_by", OLD."anchor_kind", OLD."call", OLD."call_at", OLD."call_by_id", OLD."call_note", OLD."close_note", OLD."closed_on", OLD."contract_id", OLD."currency", OLD."decision_on", OLD."id", OLD."is_history", OLD."joined_to_id", OLD."kind", OLD."notice_deadline", OLD."notice_received_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."renewal_due_on", OLD."renewed_arr", OLD."stage", OLD."successor_id", OLD."term_end", OLD."version", OLD."void_reason", OLD."win_reasons"); RETURN NULL;', hash='f26a809c512db846b41f449b7873e546ff0db5cf', operation='DELETE', pgid='pgtrigger_delete_delete_21113', table='renewals_renewal', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='renewal',
            constraint=models.CheckConstraint(condition=models.Q(('joined_to__isnull', True), models.Q(('stage', 'void'), ('void_reason', 'merged'), models.Q(('joined_to', models.F('id')), _negated=True)), _connector='OR'), name='renewal_joined_is_void'),
        ),
        ])
    ]
