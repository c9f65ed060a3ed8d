"""An erasure takes a person out of the words of a call; nothing else of it can change, then or ever."""

from django.db import migrations

PASSES = """
CREATE OR REPLACE FUNCTION renewals_said_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('keel.erasing', true) = 'on'
       AND to_jsonb(NEW) - '{note,left_out_as}'::text[] = to_jsonb(OLD) - '{note,left_out_as}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was said of a renewal is never changed';
END $$;
"""
NEVER = """
CREATE OR REPLACE FUNCTION renewals_said_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was said of a renewal is never changed';
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('renewals', '0009_decided_together'),
    ]

    operations = [
        migrations.RunSQL(PASSES, NEVER),
    ]
