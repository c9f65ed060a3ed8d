import datetime

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from retention.lib.migrations import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0011_guessed_roles'),
        ('plans', '0006_kpis'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='ClientWord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('kind', models.CharField(choices=[('comment', 'Comment'), ('accepted', 'Accepted the plan'), ('done', 'Marked a step as done'), ('confirmed', 'Confirmed a benefit'), ('disputed', 'Disputed a benefit'), ('agreed', 'Agreed to a target'), ('reached', 'Confirmed a target as reached')], max_length=9)),
                    ('name', models.CharField(max_length=120)),
                    ('text', models.CharField(blank=True, max_length=2000)),
                    ('at', models.DateTimeField()),
                    ('answer', models.CharField(blank=True, max_length=2000)),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.planaction')),
                    ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                    ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.planedition')),
                    ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.roitarget')),
                    ('value', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.valueentry')),
                ],
            ),
            migrations.CreateModel(
                name='ShareLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                    ('code', models.CharField(blank=True, editable=False, max_length=128)),
                    ('shows_goals', models.BooleanField(default=True)),
                    ('shows_value', models.BooleanField(default=True)),
                    ('shows_actions', models.BooleanField(default=True)),
                    ('shows_people', models.BooleanField(default=True)),
                    ('shows_reviews', models.BooleanField(default=True)),
                    ('made_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='share_links', to='plans.accountplan')),
                    ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='ClientWordEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('kind', models.CharField(choices=[('comment', 'Comment'), ('accepted', 'Accepted the plan'), ('done', 'Marked a step as done'), ('confirmed', 'Confirmed a benefit'), ('disputed', 'Disputed a benefit'), ('agreed', 'Agreed to a target'), ('reached', 'Confirmed a target as reached')], max_length=9)),
                    ('name', models.CharField(max_length=120)),
                    ('text', models.CharField(blank=True, max_length=2000)),
                    ('at', models.DateTimeField()),
                    ('answer', models.CharField(blank=True, max_length=2000)),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.planaction')),
                    ('contact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contacts.contact')),
                    ('edition', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.planedition')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='audit_rows', related_query_name='audit_row', to='sharing.clientword')),
                    ('settled_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('target', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.roitarget')),
                    ('value', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.valueentry')),
                    ('link', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='sharing.sharelink')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='clientword',
                name='link',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='sharing.sharelink'),
            ),
            migrations.CreateModel(
                name='ShareLinkEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('shows_goals', models.BooleanField(default=True)),
                    ('shows_value', models.BooleanField(default=True)),
                    ('shows_actions', models.BooleanField(default=True)),
                    ('shows_people', models.BooleanField(default=True)),
                    ('shows_reviews', models.BooleanField(default=True)),
                    ('made_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('contact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contacts.contact')),
                    ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='audit_rows', related_query_name='audit_row', to='sharing.sharelink')),
                    ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.accountplan')),
                    ('revoked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ShareTry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('kind', models.CharField(choices=[('open', 'Opened'), ('miss', 'No such link'), ('code', 'Wrong code'), ('word', 'Said something')], max_length=4)),
                    ('place', models.CharField(blank=True, max_length=32)),
                    ('link', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tries', to='sharing.sharelink')),
                ],
            ),
            migrations.CreateModel(
                name='ShareView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('device', models.CharField(choices=[('phone', 'Phone'), ('computer', 'Computer'), ('unknown', 'Not known')], default='unknown', max_length=8)),
                    ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='views', to='sharing.sharelink')),
                ],
            ),
            migrations.AddIndex(
                model_name='sharelink',
                index=models.Index(fields=['plan', '-id'], name='share_link_by_plan'),
            ),
            migrations.AddConstraint(
                model_name='sharelink',
                constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at')), ('expires_at__lte', django.db.models.expressions.CombinedExpression(models.F('made_at'), '+', models.Value(datetime.timedelta(days=90))))), name='share_link_ninety_days'),
            ),
            migrations.AddConstraint(
                model_name='sharelink',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='share_link_revoked_by_whom'),
            ),
            migrations.AddConstraint(
                model_name='sharelink',
                constraint=models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='share_link_hashed'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sharelink',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sharing_sharelinkevent" ("contact_id", "expires_at", "id", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_at", "revoked_at", "revoked_by_id", "shows_actions", "shows_goals", "shows_people", "shows_reviews", "shows_value", "version") VALUES (NEW."contact_id", NEW."expires_at", NEW."id", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."recorded_at", NEW."revoked_at", NEW."revoked_by_id", NEW."shows_actions", NEW."shows_goals", NEW."shows_people", NEW."shows_reviews", NEW."shows_value", NEW."version"); RETURN NULL;', hash='9f18e74ccb85d30d49cd1af7d34aa63aead090e6', operation='INSERT', pgid='pgtrigger_insert_insert_56b73', table='sharing_sharelink', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sharelink',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."contact_id" IS DISTINCT FROM (NEW."contact_id") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."plan_id" IS DISTINCT FROM (NEW."plan_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."revoked_by_id" IS DISTINCT FROM (NEW."revoked_by_id") OR OLD."shows_actions" IS DISTINCT FROM (NEW."shows_actions") OR OLD."shows_goals" IS DISTINCT FROM (NEW."shows_goals") OR OLD."shows_people" IS DISTINCT FROM (NEW."shows_people") OR OLD."shows_reviews" IS DISTINCT FROM (NEW."shows_reviews") OR OLD."shows_value" IS DISTINCT FROM (NEW."shows_value") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "sharing_sharelinkevent" ("contact_id", "expires_at", "id", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_at", "revoked_at", "revoked_by_id", "shows_actions", "shows_goals", "shows_people", "shows_reviews", "shows_value", "version") VALUES (NEW."contact_id", NEW."expires_at", NEW."id", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."plan_id", NEW."recorded_at", NEW."revoked_at", NEW."revoked_by_id", NEW."shows_actions", NEW."shows_goals", NEW."shows_people", NEW."shows_reviews", NEW."shows_value", NEW."version"); RETURN NULL;', hash='7399481732a701a87ac2308a69876710dc766e07', operation='UPDATE', pgid='pgtrigger_update_update_6b901', table='sharing_sharelink', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sharelink',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sharing_sharelinkevent" ("contact_id", "expires_at", "id", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_at", "revoked_at", "revoked_by_id", "shows_actions", "shows_goals", "shows_people", "shows_reviews", "shows_value", "version") VALUES (OLD."contact_id", OLD."expires_at", OLD."id", OLD."made_at", OLD."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."recorded_at", OLD."revoked_at", OLD."revoked_by_id", OLD."shows_actions", OLD."shows_goals", OLD."shows_people", OLD."shows_reviews", OLD."shows_value", OLD."version"); RETURN NULL;', hash='a4b662d35baec69e7614526bb946a51a15aea9a6', operation='DELETE', pgid='pgtrigger_delete_delete_cfb42', table='sharing_sharelink', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='clientwordevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a687f78a01165cd84552dc2e0037d40a0b02f2f0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1af11', table='sharing_clientwordevent', when='BEFORE')),
            ),
            migrations.AddIndex(
                model_name='clientword',
                index=models.Index(fields=['link', '-at', '-id'], name='client_word_by_link'),
            ),
            migrations.AddIndex(
                model_name='clientword',
                index=models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['link', 'id'], name='client_word_waiting'),
            ),
            migrations.AddConstraint(
                model_name='clientword',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['comment', 'accepted', 'done', 'confirmed', 'disputed', 'agreed', 'reached'])), name='client_word_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='clientword',
                constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='client_word_of_somebody'),
            ),
            migrations.AddConstraint(
                model_name='clientword',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['comment', 'disputed']), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='client_word_says_something'),
            ),
            migrations.AddConstraint(
                model_name='clientword',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__isnull', True), ('kind__in', ['comment', 'accepted']), ('target__isnull', True), ('value__isnull', True)), models.Q(('action__isnull', False), ('kind__in', ['done']), ('target__isnull', True), ('value__isnull', True)), models.Q(('action__isnull', True), ('kind__in', ['confirmed', 'disputed']), ('target__isnull', True), ('value__isnull', False)), models.Q(('action__isnull', True), ('kind__in', ['agreed', 'reached']), ('target__isnull', False), ('value__isnull', True)), _connector='OR'), name='client_word_about_one_thing'),
            ),
            migrations.AddConstraint(
                model_name='clientword',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='client_word_settled_by_whom'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='clientword',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sharing_clientwordevent" ("action_id", "answer", "at", "contact_id", "edition_id", "id", "kind", "link_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "settled_at", "settled_by_id", "target_id", "text", "value_id") VALUES (NEW."action_id", NEW."answer", NEW."at", NEW."contact_id", NEW."edition_id", NEW."id", NEW."kind", NEW."link_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."settled_at", NEW."settled_by_id", NEW."target_id", NEW."text", NEW."value_id"); RETURN NULL;', hash='1df5a5347d406eebcc90938a6a09d0a141fc8d0e', operation='INSERT', pgid='pgtrigger_insert_insert_3e06d', table='sharing_clientword', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='clientword',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "sharing_clientwordevent" ("action_id", "answer", "at", "contact_id", "edition_id", "id", "kind", "link_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "settled_at", "settled_by_id", "target_id", "text", "value_id") VALUES (NEW."action_id", NEW."answer", NEW."at", NEW."contact_id", NEW."edition_id", NEW."id", NEW."kind", NEW."link_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."settled_at", NEW."settled_by_id", NEW."target_id", NEW."text", NEW."value_id"); RETURN NULL;', hash='e7c23fb4a2e9ee15f5b795c534b839667bd984f1', operation='UPDATE', pgid='pgtrigger_update_update_f35dc', table='sharing_clientword', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='clientword',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sharing_clientwordevent" ("action_id", "answer", "at", "contact_id", "edition_id", "id", "kind", "link_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "settled_at", "settled_by_id", "target_id", "text", "value_id") VALUES (OLD."action_id", OLD."answer", OLD."at", OLD."contact_id", OLD."edition_id", OLD."id", OLD."kind", OLD."link_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."settled_at", OLD."settled_by_id", OLD."target_id", OLD."text", OLD."value_id"); RETURN NULL;', hash='f2cb143fd9e4678867efe53ee380d8265d0a06ab', operation='DELETE', pgid='pgtrigger_delete_delete_05ee8', table='sharing_clientword', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sharelinkevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='32d76afe44ef959305714e69e876403285b9142a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2e242', table='sharing_sharelinkevent', when='BEFORE')),
            ),
            migrations.AddIndex(
                model_name='sharetry',
                index=models.Index(fields=['place', 'kind', 'at'], name='share_try_by_place'),
            ),
            migrations.AddIndex(
                model_name='sharetry',
                index=models.Index(fields=['link', 'kind', 'at'], name='share_try_by_link'),
            ),
            migrations.AddIndex(
                model_name='sharetry',
                index=models.Index(fields=['at'], name='share_try_by_age'),
            ),
            migrations.AddConstraint(
                model_name='sharetry',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['open', 'miss', 'code', 'word'])), name='share_try_kind_known'),
            ),
            migrations.AddIndex(
                model_name='shareview',
                index=models.Index(fields=['link', '-at'], name='share_view_by_link'),
            ),
            migrations.AddConstraint(
                model_name='shareview',
                constraint=models.CheckConstraint(condition=models.Q(('device__in', ['phone', 'computer', 'unknown'])), name='share_view_device_known'),
            ),
        ]),
    ]
