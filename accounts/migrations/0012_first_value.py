"""The day of first value: the first outcome that the customer recognised."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the day, empty for everybody."""

    dependencies = [
        ('accounts', '0011_read_by_time'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='account',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='account',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='account',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='account',
            name='first_value_on',
            field=models.DateField(blank=True, help_text='The first outcome that the customer recognised; empty: not known.', null=True),
        ),
        migrations.AddField(
            model_name='accountevent',
            name='first_value_on',
            field=models.DateField(blank=True, help_text='The first outcome that the customer recognised; empty: not known.', null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='account',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_accountevent" ("backup_owner_id", "city", "country", "currency", "customer_since", "definition_of_win", "first_value_on", "id", "is_sample", "name", "owner_id", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "recorded_at", "sector", "stage", "team_id", "tier", "tier_review_on", "time_zone", "version", "website") VALUES (NEW."backup_owner_id", NEW."city", NEW."country", NEW."currency", NEW."customer_since", NEW."definition_of_win", NEW."first_value_on", NEW."id", NEW."is_sample", NEW."name", NEW."owner_id", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phone", NEW."recorded_at", NEW."sector", NEW."stage", NEW."team_id", NEW."tier", NEW."tier_review_on", NEW."time_zone", NEW."version", NEW."website"); RETURN NULL;', hash='96445822ef93fde277fff1580665e7598524b0ec', operation='INSERT', pgid='pgtrigger_insert_insert_8b982', table='accounts_account', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='account',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."backup_owner_id" IS DISTINCT FROM (NEW."backup_owner_id") OR OLD."city" IS DISTINCT FROM (NEW."city") OR OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."customer_since" IS DISTINCT FROM (NEW."customer_since") OR OLD."definition_of_win" IS DISTINCT FROM (NEW."definition_of_win") OR OLD."first_value_on" IS DISTINCT FROM (NEW."first_value_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."sector" IS DISTINCT FROM (NEW."sector") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."tier" IS DISTINCT FROM (NEW."tier") OR OLD."tier_review_on" IS DISTINCT FROM (NEW."tier_review_on") OR OLD."time_zone" IS DISTINCT FROM (NEW."time_zone") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."website" IS DISTINCT FROM (NEW."website"))', func='INSERT INTO "accounts_accountevent" ("backup_owner_id", "city", "country", "currency", "customer_since", "definition_of_win", "first_value_on", "id", "is_sample", "name", "owner_id", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "recorded_at", "sector", "stage", "team_id", "tier", "tier_review_on", "time_zone", "version", "website") VALUES (NEW."backup_owner_id", NEW."city", NEW."country", NEW."currency", NEW."customer_since", NEW."definition_of_win", NEW."first_value_on", NEW."id", NEW."is_sample", NEW."name", NEW."owner_id", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phone", NEW."recorded_at", NEW."sector", NEW."stage", NEW."team_id", NEW."tier", NEW."tier_review_on", NEW."time_zone", NEW."version", NEW."website"); RETURN NULL;', hash='a13182995a41f715d2960a83c814f9cb03231358', operation='UPDATE', pgid='pgtrigger_update_update_834ae', table='accounts_account', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='account',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_accountevent" ("backup_owner_id", "city", "country", "currency", "customer_since", "definition_of_win", "first_value_on", "id", "is_sample", "name", "owner_id", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "recorded_at", "sector", "stage", "team_id", "tier", "tier_review_on", "time_zone", "version", "website") VALUES (OLD."backup_owner_id", OLD."city", OLD."country", OLD."currency", OLD."customer_since", OLD."definition_of_win", OLD."first_value_on", OLD."id", OLD."is_sample", OLD."name", OLD."owner_id", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."recorded_at", OLD."sector", OLD."stage", OLD."team_id", OLD."tier", OLD."tier_review_on", OLD."time_zone", OLD."version", OLD."website"); RETURN NULL;', hash='33096a1499321af5eac63c56d941e6db448ecb79', operation='DELETE', pgid='pgtrigger_delete_delete_f7f6a', table='accounts_account', when='AFTER')),
        ),
    ]
