"""What the database refuses about KPIs, whatever writes (docs/methods.md, KPIs)."""

import pgtrigger

_KEEPS = """
    IF OLD.agreed_on IS NOT NULL AND (
        NEW.name, NEW.measure, NEW.unit, NEW.direction, NEW.target, NEW.frequency, NEW.starts_on
    ) IS DISTINCT FROM (
        CASE WHEN NEW.account_id <> OLD.account_id THEN NEW.name ELSE OLD.name END,
        OLD.measure, OLD.unit, OLD.direction, OLD.target, OLD.frequency, OLD.starts_on
    ) THEN
        RAISE EXCEPTION 'an agreed KPI keeps what was agreed' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.unit, NEW.direction, NEW.frequency) IS DISTINCT FROM (OLD.unit, OLD.direction, OLD.frequency)
        AND EXISTS (SELECT 1 FROM plans_kpireading r WHERE r.kpi_id = NEW.id) THEN
        RAISE EXCEPTION 'a KPI that was read keeps its unit' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_STANDS = """
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a reading is corrected by a newer row' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.kpi_id, NEW.period_on, NEW.actual, NEW.target, NEW.version, NEW.is_void, NEW.first_id,
            NEW.by_id, NEW.recorded_at) IS DISTINCT FROM
           (OLD.kpi_id, OLD.period_on, OLD.actual, OLD.target, OLD.version, OLD.is_void, OLD.first_id,
            OLD.by_id, OLD.recorded_at) THEN
            RAISE EXCEPTION 'a reading is corrected by a newer row' USING ERRCODE = 'check_violation';
        END IF;
        IF (OLD.closed_on IS NOT NULL AND NEW.closed_on IS DISTINCT FROM OLD.closed_on)
            OR (OLD.communicated_on IS NOT NULL AND NEW.communicated_on IS DISTINCT FROM OLD.communicated_on)
            OR (NEW.is_current AND NOT OLD.is_current) THEN
            RAISE EXCEPTION 'a closed period stays closed' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.reason = '' AND EXISTS (
        SELECT 1 FROM plans_kpireading r
        WHERE r.kpi_id = NEW.kpi_id AND r.period_on = NEW.period_on AND r.closed_on IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a closed period is restated with a reason' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def keeps_what_is_measured() -> pgtrigger.Trigger:
    """Refuses to change an agreed KPI, or what the readings of a KPI are measured in."""
    return pgtrigger.Trigger(
        name="keeps_what_is_measured", when=pgtrigger.Before, operation=pgtrigger.Update, func=_KEEPS
    )


def closed_periods_stand() -> pgtrigger.Trigger:
    """Refuses to change or delete a reading, to open a closed period, and a restatement without a reason."""
    return pgtrigger.Trigger(
        name="closed_periods_stand",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_STANDS,
    )
