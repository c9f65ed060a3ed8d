import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_white_space_by_external_id'),
        ('reports', '0001_subscriptions_and_issues'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='reportreader',
            name='reads_what_is_theirs',
        ),
        migrations.RemoveConstraint(
            model_name='subscription',
            name='report_kind_known',
        ),
        migrations.AlterField(
            model_name='subscription',
            name='account',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='report_subscriptions', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='subscription',
            name='kind',
            field=models.CharField(choices=[('kpis', 'KPIs'), ('value', 'Value delivered'), ('service', 'Hours of service'), ('summary', 'Summary of the account, internal'), ('portfolio', 'Portfolio, internal')], max_length=9),
        ),
        migrations.AlterField(
            model_name='subscriptionevent',
            name='account',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='subscriptionevent',
            name='kind',
            field=models.CharField(choices=[('kpis', 'KPIs'), ('value', 'Value delivered'), ('service', 'Hours of service'), ('summary', 'Summary of the account, internal'), ('portfolio', 'Portfolio, internal')], max_length=9),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportreader',
            trigger=pgtrigger.compiler.Trigger(name='reads_what_is_theirs', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.contact_id IS NOT NULL AND NOT EXISTS (\n        SELECT 1 FROM reports_subscription s JOIN contacts_contact c ON c.account_id = s.account_id\n        WHERE s.id = NEW.subscription_id AND c.id = NEW.contact_id AND s.kind <> 'summary'\n    ) THEN\n        RAISE EXCEPTION 'it stays inside, or a contact of another account' USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.user_id IS NOT NULL AND EXISTS (\n        SELECT 1 FROM reports_subscription s\n        WHERE s.id = NEW.subscription_id AND s.kind = 'portfolio' AND s.owner_id <> NEW.user_id\n    ) THEN\n        RAISE EXCEPTION 'a portfolio is read by whose it is' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='235ca64d02385a191d02b5da57e26bfb8cab5dc5', operation='INSERT', pgid='pgtrigger_reads_what_is_theirs_c9662', table='reports_reportreader', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['kpis', 'value', 'service', 'summary', 'portfolio'])), name='report_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', True), ('approver__isnull', True), ('kind', 'portfolio')), models.Q(models.Q(('kind', 'portfolio'), _negated=True), ('account__isnull', False)), _connector='OR'), name='report_of_account_or_person'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True), ('kind', 'portfolio')), fields=('owner', 'frequency'), name='portfolio_subscribed_once'),
        ),
    ]
