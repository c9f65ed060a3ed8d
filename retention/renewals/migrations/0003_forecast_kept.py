"""What people said of renewals and when. Snapshots grow for ever, so they are partitioned by month."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from retention.lib.migrations import Together

SNAPSHOTS = """
CREATE TABLE renewals_forecastsnapshot (
    "on" date NOT NULL,
    moment varchar(8) NOT NULL,
    renewal_id bigint NOT NULL
        CONSTRAINT renewals_forecastsnapshot_renewal_fk REFERENCES renewals_renewal (id)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    account_id bigint NOT NULL
        CONSTRAINT renewals_forecastsnapshot_account_fk REFERENCES accounts_account (id)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    team_id bigint
        CONSTRAINT renewals_forecastsnapshot_team_fk REFERENCES team_team (id)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    tier varchar(1) NOT NULL,
    period date NOT NULL,
    due_on date NOT NULL,
    stage varchar(16) NOT NULL,
    is_closed boolean NOT NULL,
    call varchar(12) NOT NULL,
    atr numeric(16, 2) NOT NULL,
    forecast_arr numeric(16, 2) NOT NULL,
    realised numeric(16, 2),
    currency varchar(3) NOT NULL,
    rate numeric(18, 8),
    taken_at timestamp with time zone NOT NULL,
    CONSTRAINT forecast_snapshot_moment_known
        CHECK (moment IN ('weekly', 't-90', 't-60', 't-30', 't-0', 'frozen')),
    PRIMARY KEY ("on", moment, renewal_id)
) PARTITION BY RANGE ("on");

CREATE TABLE renewals_forecastsnapshot_default PARTITION OF renewals_forecastsnapshot DEFAULT;
CREATE INDEX forecast_snapshot_by_renewal ON renewals_forecastsnapshot (renewal_id);
CREATE INDEX forecast_snapshot_by_account ON renewals_forecastsnapshot (account_id);
CREATE INDEX forecast_snapshot_by_period ON renewals_forecastsnapshot (period, moment);

CREATE FUNCTION renewals_said_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was said of a renewal is never changed';
END $$;

CREATE TRIGGER forecast_snapshot_is_kept BEFORE UPDATE ON renewals_forecastsnapshot
    FOR EACH ROW EXECUTE FUNCTION renewals_said_is_kept();
"""
NO_SNAPSHOTS = """
DROP TABLE renewals_forecastsnapshot;
DROP FUNCTION renewals_said_is_kept();
"""
CALLS_KEPT = """
CREATE TRIGGER owner_call_is_kept BEFORE UPDATE ON renewals_ownercall
    FOR EACH ROW EXECUTE FUNCTION renewals_said_is_kept();
"""
CALLS_NOT_KEPT = "DROP TRIGGER owner_call_is_kept ON renewals_ownercall;"


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_first_tables'),
        ('contacts', '0001_first_tables'),
        ('renewals', '0002_reasons_for_void'),
        ('team', '0002_sessions_and_tries'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ForecastMoment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moment', models.CharField(choices=[('weekly', 'Monday'), ('t-90', '90 days before the end'), ('t-60', '60 days before the end'), ('t-30', '30 days before the end'), ('t-0', 'The last day'), ('frozen', 'Frozen by a lead')], max_length=8)),
                ('on', models.DateField()),
                ('period', models.DateField(null=True)),
                ('taken_at', models.DateTimeField()),
                ('rows', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('moment', 'on', 'period'), name='forecast_moment_once', nulls_distinct=False)],
            },
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(SNAPSHOTS, NO_SNAPSHOTS)],
            state_operations=[
                migrations.CreateModel(
                    name='ForecastSnapshot',
                    fields=[
                        ('pk', models.CompositePrimaryKey('on', 'moment', 'renewal_id', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('on', models.DateField()),
                        ('moment', models.CharField(choices=[('weekly', 'Monday'), ('t-90', '90 days before the end'), ('t-60', '60 days before the end'), ('t-30', '30 days before the end'), ('t-0', 'The last day'), ('frozen', 'Frozen by a lead')], max_length=8)),
                        ('tier', models.CharField(choices=[('A', 'A strategic'), ('B', 'B key'), ('C', 'C core'), ('D', 'D scale')], max_length=1)),
                        ('period', models.DateField()),
                        ('due_on', models.DateField()),
                        ('stage', models.CharField(max_length=16)),
                        ('is_closed', models.BooleanField()),
                        ('call', models.CharField(blank=True, max_length=12)),
                        ('atr', models.DecimalField(decimal_places=2, max_digits=16)),
                        ('forecast_arr', models.DecimalField(decimal_places=2, max_digits=16)),
                        ('realised', models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                        ('currency', models.CharField(max_length=3)),
                        ('rate', models.DecimalField(decimal_places=8, max_digits=18, null=True)),
                        ('taken_at', models.DateTimeField()),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.account')),
                        ('renewal', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='forecast_snapshots', to='renewals.renewal')),
                        ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='team.team')),
                    ],
                ),
            ],
        ),
        Together([
            migrations.CreateModel(
                name='ForecastFreeze',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('period', models.DateField()),
                    ('on', models.DateField()),
                    ('note', models.CharField(blank=True, max_length=500)),
                    ('closed', models.DecimalField(decimal_places=2, max_digits=16)),
                    ('commit', models.DecimalField(decimal_places=2, max_digits=16)),
                    ('most_likely', models.DecimalField(decimal_places=2, max_digits=16)),
                    ('best_case', models.DecimalField(decimal_places=2, max_digits=16)),
                    ('atr', models.DecimalField(decimal_places=2, max_digits=16)),
                    ('currency', models.CharField(max_length=3)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='team.team')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('team', 'period', 'on'), name='forecast_frozen_once_a_day')],
                },
            ),
            migrations.CreateModel(
                name='OwnerCall',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('call', models.CharField(blank=True, max_length=12)),
                    ('note', models.CharField(blank=True, max_length=500)),
                    ('forecast_arr', models.DecimalField(decimal_places=2, max_digits=16)),
                    ('left_out_as', models.CharField(blank=True, max_length=16)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('renewal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='owner_calls', to='renewals.renewal')),
                ],
                options={
                    'indexes': [models.Index(fields=['renewal', '-id'], name='owner_call_newest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('call__in', ['', 'commit', 'most_likely', 'best_case', 'pipeline', 'omitted'])), name='owner_call_known'), models.CheckConstraint(condition=models.Q(('forecast_arr__gte', 0)), name='owner_call_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('call', 'best_case'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='owner_call_best_case_has_conditions'), models.CheckConstraint(condition=models.Q(models.Q(('call', 'omitted'), ('left_out_as__in', ['duplicate', 'merged', 'entered_in_error'])), models.Q(models.Q(('call', 'omitted'), _negated=True), ('left_out_as', '')), _connector='OR'), name='owner_call_left_out_says_why')],
                },
            ),
            migrations.CreateModel(
                name='RiskPlan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('driver', models.CharField(max_length=200)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('renewal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='risk_plans', to='renewals.renewal')),
                    ('step', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='risk_plan', to='contacts.nextstep')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('driver', ''), _negated=True), name='risk_plan_has_a_driver')],
                },
            ),
        ]),
        migrations.RunSQL(CALLS_KEPT, CALLS_NOT_KEPT),
    ]
