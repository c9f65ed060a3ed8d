import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from retention.lib.migrations import Together


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0007_white_space'),
    ]

    operations = [
        Together([
            pgtrigger.migrations.RemoveTrigger(
                model_name='roitarget',
                name='keeps_what_was_agreed',
            ),
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
            migrations.AddField(
                model_name='roitarget',
                name='milestones',
                field=models.JSONField(blank=True, default=list),
            ),
            migrations.AddField(
                model_name='roitargetevent',
                name='milestones',
                field=models.JSONField(blank=True, default=list),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roitarget',
                trigger=pgtrigger.compiler.Trigger(name='keeps_what_was_agreed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF OLD.agreed_on IS NOT NULL THEN\n        IF (NEW.metric, NEW.unit, NEW.direction, NEW.baseline, NEW.baseline_on, NEW.source, NEW.agreed_on)\n            IS DISTINCT FROM\n            (OLD.metric, OLD.unit, OLD.direction, OLD.baseline, OLD.baseline_on, OLD.source, OLD.agreed_on)\n        THEN\n            RAISE EXCEPTION 'an agreed target keeps what it measures' USING ERRCODE = 'check_violation';\n        END IF;\n        IF (NEW.target, NEW.due_on, NEW.scope) IS DISTINCT FROM (OLD.target, OLD.due_on, OLD.scope)\n            AND NOT EXISTS (\n                SELECT 1 FROM plans_changerecord c\n                WHERE c.id = NEW.changed_by_id AND c.target_id = NEW.id AND c.decision = 'accepted'\n                AND c.id IS DISTINCT FROM OLD.changed_by_id\n                AND (c.target_before, c.due_before, c.scope_before)\n                    IS NOT DISTINCT FROM (OLD.target, OLD.due_on, OLD.scope)\n                AND (c.target_after, c.due_after, c.scope_after)\n                    IS NOT DISTINCT FROM (NEW.target, NEW.due_on, NEW.scope)\n            )\n        THEN\n            RAISE EXCEPTION 'an agreed target moves by a change record' USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\n    IF OLD.agreed_on IS NOT NULL AND NEW.milestones IS DISTINCT FROM (\n        SELECT COALESCE(jsonb_agg(m ORDER BY m->>'on'), '[]'::jsonb)\n        FROM jsonb_array_elements(OLD.milestones) m\n        WHERE (m->>'on')::date < NEW.due_on AND (m->>'value')::numeric\n            BETWEEN LEAST(NEW.baseline, NEW.target) AND GREATEST(NEW.baseline, NEW.target)\n    ) THEN\n        RAISE EXCEPTION 'an agreed target keeps its milestones' USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.baseline_on > OLD.baseline_on AND EXISTS (\n        SELECT 1 FROM plans_measurement m\n        WHERE m.target_id = NEW.id AND m.is_current AND m.measured_on < NEW.baseline_on\n    ) THEN\n        RAISE EXCEPTION 'there are measurements before that baseline' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='8c932820119219ffbcd52ee0a4c26280e4805b82', operation='UPDATE', pgid='pgtrigger_keeps_what_was_agreed_f95a3', table='plans_roitarget', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roitarget',
                trigger=pgtrigger.compiler.Trigger(name='milestones_lie_on_the_way', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.milestones = '[]'::jsonb THEN\n        RETURN NEW;\n    END IF;\n    IF jsonb_typeof(NEW.milestones) <> 'array' OR EXISTS (\n        SELECT FROM (\n            SELECT e.day, e.value, lag(e.day, 1, NEW.baseline_on) OVER w AS day_before,\n                   lag(e.value, 1, NEW.baseline) OVER w AS value_before\n            FROM (\n                SELECT (m->>'on')::date AS day, (m->>'value')::numeric AS value, place\n                FROM jsonb_array_elements(\n                    CASE jsonb_typeof(NEW.milestones) WHEN 'array' THEN NEW.milestones ELSE '[]'::jsonb END\n                ) WITH ORDINALITY AS q(m, place)\n            ) e WINDOW w AS (ORDER BY e.place)\n        ) p\n        WHERE p.day IS NULL OR p.value IS NULL OR p.day <= p.day_before OR p.day >= NEW.due_on\n            OR (p.value - p.value_before) * sign(NEW.target - NEW.baseline) < 0\n            OR (NEW.target - p.value) * sign(NEW.target - NEW.baseline) < 0\n    ) THEN\n        RAISE EXCEPTION 'milestones lie on the way to the target' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='b27a7bb6346bcba2252b06eb0915eed0c256e028', operation='INSERT OR UPDATE', pgid='pgtrigger_milestones_lie_on_the_way_7ec22', table='plans_roitarget', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roitarget',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_roitargetevent" ("account_id", "agreed_on", "agreed_with_id", "baseline", "baseline_on", "by_id", "changed_by_id", "confirmed_by_id", "confirmed_on", "direction", "due_on", "id", "is_shared", "measured_where", "metric", "milestones", "next_review_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "review_days", "scope", "source", "stakeholder_id", "state", "target", "unit", "version", "weight", "withdrawn_on", "withdrawn_reason") VALUES (NEW."account_id", NEW."agreed_on", NEW."agreed_with_id", NEW."baseline", NEW."baseline_on", NEW."by_id", NEW."changed_by_id", NEW."confirmed_by_id", NEW."confirmed_on", NEW."direction", NEW."due_on", NEW."id", NEW."is_shared", NEW."measured_where", NEW."metric", NEW."milestones", NEW."next_review_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."review_days", NEW."scope", NEW."source", NEW."stakeholder_id", NEW."state", NEW."target", NEW."unit", NEW."version", NEW."weight", NEW."withdrawn_on", NEW."withdrawn_reason"); RETURN NULL;', hash='cc5c9d0554d5ceafd221605bde17b319940d3feb', operation='INSERT', pgid='pgtrigger_insert_insert_db0cf', table='plans_roitarget', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roitarget',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "plans_roitargetevent" ("account_id", "agreed_on", "agreed_with_id", "baseline", "baseline_on", "by_id", "changed_by_id", "confirmed_by_id", "confirmed_on", "direction", "due_on", "id", "is_shared", "measured_where", "metric", "milestones", "next_review_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "review_days", "scope", "source", "stakeholder_id", "state", "target", "unit", "version", "weight", "withdrawn_on", "withdrawn_reason") VALUES (NEW."account_id", NEW."agreed_on", NEW."agreed_with_id", NEW."baseline", NEW."baseline_on", NEW."by_id", NEW."changed_by_id", NEW."confirmed_by_id", NEW."confirmed_on", NEW."direction", NEW."due_on", NEW."id", NEW."is_shared", NEW."measured_where", NEW."metric", NEW."milestones", NEW."next_review_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."review_days", NEW."scope", NEW."source", NEW."stakeholder_id", NEW."state", NEW."target", NEW."unit", NEW."version", NEW."weight", NEW."withdrawn_on", NEW."withdrawn_reason"); RETURN NULL;', hash='b5b46e2a139ce87b1be95599e82d4d32f3587be8', operation='UPDATE', pgid='pgtrigger_update_update_060df', table='plans_roitarget', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roitarget',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_roitargetevent" ("account_id", "agreed_on", "agreed_with_id", "baseline", "baseline_on", "by_id", "changed_by_id", "confirmed_by_id", "confirmed_on", "direction", "due_on", "id", "is_shared", "measured_where", "metric", "milestones", "next_review_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "review_days", "scope", "source", "stakeholder_id", "state", "target", "unit", "version", "weight", "withdrawn_on", "withdrawn_reason") VALUES (OLD."account_id", OLD."agreed_on", OLD."agreed_with_id", OLD."baseline", OLD."baseline_on", OLD."by_id", OLD."changed_by_id", OLD."confirmed_by_id", OLD."confirmed_on", OLD."direction", OLD."due_on", OLD."id", OLD."is_shared", OLD."measured_where", OLD."metric", OLD."milestones", OLD."next_review_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."review_days", OLD."scope", OLD."source", OLD."stakeholder_id", OLD."state", OLD."target", OLD."unit", OLD."version", OLD."weight", OLD."withdrawn_on", OLD."withdrawn_reason"); RETURN NULL;', hash='72a19a33e6cf2e5563b337cedcbaf0bddc9b4326', operation='DELETE', pgid='pgtrigger_delete_delete_5a2b3', table='plans_roitarget', when='AFTER')),
            ),
        ]),
    ]
