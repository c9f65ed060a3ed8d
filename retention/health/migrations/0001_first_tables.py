"""The tables of health. Snapshots grow for ever, so they are partitioned by month from the start."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from retention.lib.migrations import Together

SNAPSHOTS = """
CREATE TABLE health_healthsnapshot (
    account_id bigint NOT NULL
        CONSTRAINT health_healthsnapshot_account_fk REFERENCES accounts_account (id)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    "on" date NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    card_version integer NOT NULL CHECK (card_version >= 0),
    score numeric(5, 2),
    capped_score numeric(5, 2),
    coverage numeric(5, 4) NOT NULL,
    lowest numeric(5, 2),
    highest numeric(5, 2),
    band varchar(8) NOT NULL,
    measures jsonb NOT NULL,
    caps jsonb NOT NULL,
    is_reconstructed boolean NOT NULL,
    CONSTRAINT snapshot_band_known CHECK (band IN ('healthy', 'watch', 'at_risk', 'unknown')),
    PRIMARY KEY (account_id, "on")
) PARTITION BY RANGE ("on");

CREATE TABLE health_healthsnapshot_default PARTITION OF health_healthsnapshot DEFAULT;

CREATE FUNCTION health_snapshot_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'health snapshots are never changed';
END $$;

CREATE TRIGGER health_snapshot_is_kept BEFORE UPDATE ON health_healthsnapshot
    FOR EACH ROW EXECUTE FUNCTION health_snapshot_is_kept();
"""
NO_SNAPSHOTS = """
DROP TABLE health_healthsnapshot;
DROP FUNCTION health_snapshot_is_kept();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_first_tables'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='BandState',
                fields=[
                    ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='band_state', serialize=False, to='accounts.account')),
                    ('on', models.DateField()),
                    ('band', models.CharField(choices=[('healthy', 'Healthy'), ('watch', 'Watch'), ('at_risk', 'At risk'), ('unknown', 'No score')], max_length=8)),
                    ('since', models.DateField()),
                    ('downs', models.PositiveSmallIntegerField(default=0)),
                    ('ups', models.PositiveSmallIntegerField(default=0)),
                    ('previous', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ],
            ),
            migrations.CreateModel(
                name='ClosedDay',
                fields=[
                    ('on', models.DateField(primary_key=True, serialize=False)),
                    ('closed_at', models.DateTimeField(help_text='When the last account was done.', null=True)),
                    ('accounts', models.PositiveIntegerField(default=0, help_text='How many accounts were scored.')),
                ],
            ),
            migrations.CreateModel(
                name='Scorecard',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('version', models.PositiveIntegerField(unique=True)),
                    ('name', models.CharField(max_length=80)),
                    ('definition', models.JSONField()),
                    ('published_at', models.DateTimeField(null=True)),
                ],
                options={
                    'abstract': False,
                },
            ),
        ]),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(SNAPSHOTS, NO_SNAPSHOTS)],
            state_operations=[
                migrations.CreateModel(
                    name='HealthSnapshot',
                    fields=[
                        ('pk', models.CompositePrimaryKey('account_id', 'on', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('on', models.DateField()),
                        ('computed_at', models.DateTimeField()),
                        ('card_version', models.PositiveIntegerField()),
                        ('score', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ('capped_score', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ('coverage', models.DecimalField(decimal_places=4, max_digits=5)),
                        ('lowest', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ('highest', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ('band', models.CharField(choices=[('healthy', 'Healthy'), ('watch', 'Watch'), ('at_risk', 'At risk'), ('unknown', 'No score')], max_length=8)),
                        ('measures', models.JSONField()),
                        ('caps', models.JSONField(default=list)),
                        ('is_reconstructed', models.BooleanField(default=False)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='health_snapshots', to='accounts.account')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('band__in', ['healthy', 'watch', 'at_risk', 'unknown'])), name='snapshot_band_known')],
                    },
                ),
            ],
        ),
    ]
