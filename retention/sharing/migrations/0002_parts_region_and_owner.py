import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from retention.lib.migrations import Together

OWNED_BY_ITS_MAKER = """
UPDATE sharing_sharelink SET owner_id = made_by_id;
ALTER TABLE sharing_sharelinkevent DISABLE TRIGGER USER;
UPDATE sharing_sharelinkevent SET owner_id = made_by_id;
ALTER TABLE sharing_sharelinkevent ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('sharing', '0001_shared_plans'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            pgtrigger.migrations.RemoveTrigger(
                model_name='sharelink',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='sharelink',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='sharelink',
                name='delete_delete',
            ),
            migrations.AddField(
                model_name='sharelink',
                name='owner',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='share_links', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='sharelink',
                name='region',
                field=models.CharField(default='GB', max_length=2),
            ),
            migrations.AddField(
                model_name='sharelink',
                name='shows_given',
                field=models.BooleanField(default=False),
            ),
            migrations.AddField(
                model_name='sharelink',
                name='shows_kpis',
                field=models.BooleanField(default=False),
            ),
            migrations.AddField(
                model_name='sharelink',
                name='shows_milestones',
                field=models.BooleanField(default=False),
            ),
            migrations.AddField(
                model_name='sharelinkevent',
                name='owner',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='sharelinkevent',
                name='region',
                field=models.CharField(default='GB', max_length=2),
            ),
            migrations.AddField(
                model_name='sharelinkevent',
                name='shows_given',
                field=models.BooleanField(default=False),
            ),
            migrations.AddField(
                model_name='sharelinkevent',
                name='shows_kpis',
                field=models.BooleanField(default=False),
            ),
            migrations.AddField(
                model_name='sharelinkevent',
                name='shows_milestones',
                field=models.BooleanField(default=False),
            ),
        ]),
        migrations.RunSQL(OWNED_BY_ITS_MAKER, migrations.RunSQL.noop),
        Together([
            migrations.AlterField(
                model_name='sharelink',
                name='owner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='share_links', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AlterField(
                model_name='sharelinkevent',
                name='owner',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sharelink',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sharing_sharelinkevent" ("contact_id", "expires_at", "id", "made_at", "made_by_id", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_at", "region", "revoked_at", "revoked_by_id", "shows_actions", "shows_given", "shows_goals", "shows_kpis", "shows_milestones", "shows_people", "shows_reviews", "shows_value", "version") VALUES (NEW."contact_id", NEW."expires_at", NEW."id", NEW."made_at", NEW."made_by_id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."recorded_at", NEW."region", NEW."revoked_at", NEW."revoked_by_id", NEW."shows_actions", NEW."shows_given", NEW."shows_goals", NEW."shows_kpis", NEW."shows_milestones", NEW."shows_people", NEW."shows_reviews", NEW."shows_value", NEW."version"); RETURN NULL;', hash='12046538dc8203b505eea9354c599cf6019f8175', operation='INSERT', pgid='pgtrigger_insert_insert_56b73', table='sharing_sharelink', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sharelink',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."contact_id" IS DISTINCT FROM (NEW."contact_id") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."plan_id" IS DISTINCT FROM (NEW."plan_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."region" IS DISTINCT FROM (NEW."region") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."revoked_by_id" IS DISTINCT FROM (NEW."revoked_by_id") OR OLD."shows_actions" IS DISTINCT FROM (NEW."shows_actions") OR OLD."shows_given" IS DISTINCT FROM (NEW."shows_given") OR OLD."shows_goals" IS DISTINCT FROM (NEW."shows_goals") OR OLD."shows_kpis" IS DISTINCT FROM (NEW."shows_kpis") OR OLD."shows_milestones" IS DISTINCT FROM (NEW."shows_milestones") OR OLD."shows_people" IS DISTINCT FROM (NEW."shows_people") OR OLD."shows_reviews" IS DISTINCT FROM (NEW."shows_reviews") OR OLD."shows_value" IS DISTINCT FROM (NEW."shows_value") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "sharing_sharelinkevent" ("contact_id", "expires_at", "id", "made_at", "made_by_id", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_at", "region", "revoked_at", "revoked_by_id", "shows_actions", "shows_given", "shows_goals", "shows_kpis", "shows_milestones", "shows_people", "shows_reviews", "shows_value", "version") VALUES (NEW."contact_id", NEW."expires_at", NEW."id", NEW."made_at", NEW."made_by_id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."plan_id", NEW."recorded_at", NEW."region", NEW."revoked_at", NEW."revoked_by_id", NEW."shows_actions", NEW."shows_given", NEW."shows_goals", NEW."shows_kpis", NEW."shows_milestones", NEW."shows_people", NEW."shows_reviews", NEW."shows_value", NEW."version"); RETURN NULL;', hash='2991d37bddc562285d399a0da1ba4cc58a4791b5', operation='UPDATE', pgid='pgtrigger_update_update_6b901', table='sharing_sharelink', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sharelink',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sharing_sharelinkevent" ("contact_id", "expires_at", "id", "made_at", "made_by_id", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_at", "region", "revoked_at", "revoked_by_id", "shows_actions", "shows_given", "shows_goals", "shows_kpis", "shows_milestones", "shows_people", "shows_reviews", "shows_value", "version") VALUES (OLD."contact_id", OLD."expires_at", OLD."id", OLD."made_at", OLD."made_by_id", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."recorded_at", OLD."region", OLD."revoked_at", OLD."revoked_by_id", OLD."shows_actions", OLD."shows_given", OLD."shows_goals", OLD."shows_kpis", OLD."shows_milestones", OLD."shows_people", OLD."shows_reviews", OLD."shows_value", OLD."version"); RETURN NULL;', hash='5c23df8bfa62acd25df014f7e3f6250ccfbad679', operation='DELETE', pgid='pgtrigger_delete_delete_cfb42', table='sharing_sharelink', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='sharelink',
                constraint=models.CheckConstraint(condition=models.Q(('region__regex', '^[A-Z]{2}$')), name='share_link_region'),
            ),
        ]),
    ]
