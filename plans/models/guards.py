"""What the database refuses about agreed targets, whatever writes (docs/methods.md, Goalposts)."""

import pgtrigger

_WHAT_WAS_AGREED = """
    IF OLD.agreed_on IS NOT NULL THEN
        IF (NEW.metric, NEW.unit, NEW.direction, NEW.baseline, NEW.baseline_on, NEW.source, NEW.agreed_on)
            IS DISTINCT FROM
            (OLD.metric, OLD.unit, OLD.direction, OLD.baseline, OLD.baseline_on, OLD.source, OLD.agreed_on)
        THEN
            RAISE EXCEPTION 'an agreed target keeps what it measures' USING ERRCODE = 'check_violation';
        END IF;
        IF (NEW.target, NEW.due_on, NEW.scope) IS DISTINCT FROM (OLD.target, OLD.due_on, OLD.scope)
            AND NOT EXISTS (
                SELECT 1 FROM plans_changerecord c
                WHERE c.id = NEW.changed_by_id AND c.target_id = NEW.id AND c.decision = 'accepted'
                AND c.id IS DISTINCT FROM OLD.changed_by_id
                AND (c.target_before, c.due_before, c.scope_before)
                    IS NOT DISTINCT FROM (OLD.target, OLD.due_on, OLD.scope)
                AND (c.target_after, c.due_after, c.scope_after)
                    IS NOT DISTINCT FROM (NEW.target, NEW.due_on, NEW.scope)
            )
        THEN
            RAISE EXCEPTION 'an agreed target moves by a change record' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF OLD.agreed_on IS NOT NULL AND NEW.milestones IS DISTINCT FROM (
        SELECT COALESCE(jsonb_agg(m ORDER BY m->>'on'), '[]'::jsonb)
        FROM jsonb_array_elements(OLD.milestones) m
        WHERE (m->>'on')::date < NEW.due_on AND (m->>'value')::numeric
            BETWEEN LEAST(NEW.baseline, NEW.target) AND GREATEST(NEW.baseline, NEW.target)
    ) THEN
        RAISE EXCEPTION 'an agreed target keeps its milestones' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.baseline_on > OLD.baseline_on AND EXISTS (
        SELECT 1 FROM plans_measurement m
        WHERE m.target_id = NEW.id AND m.is_current AND m.measured_on < NEW.baseline_on
    ) THEN
        RAISE EXCEPTION 'there are measurements before that baseline' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_AFTER_ITS_BASELINE = """
    IF NEW.measured_on < (SELECT baseline_on FROM plans_roitarget WHERE id = NEW.target_id) THEN
        RAISE EXCEPTION 'a measurement before the baseline' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_ON_THE_WAY = """
    IF NEW.milestones = '[]'::jsonb THEN
        RETURN NEW;
    END IF;
    IF jsonb_typeof(NEW.milestones) <> 'array' OR EXISTS (
        SELECT FROM (
            SELECT e.day, e.value, lag(e.day, 1, NEW.baseline_on) OVER w AS day_before,
                   lag(e.value, 1, NEW.baseline) OVER w AS value_before
            FROM (
                SELECT (m->>'on')::date AS day, (m->>'value')::numeric AS value, place
                FROM jsonb_array_elements(
                    CASE jsonb_typeof(NEW.milestones) WHEN 'array' THEN NEW.milestones ELSE '[]'::jsonb END
                ) WITH ORDINALITY AS q(m, place)
            ) e WINDOW w AS (ORDER BY e.place)
        ) p
        WHERE p.day IS NULL OR p.value IS NULL OR p.day <= p.day_before OR p.day >= NEW.due_on
            OR (p.value - p.value_before) * sign(NEW.target - NEW.baseline) < 0
            OR (NEW.target - p.value) * sign(NEW.target - NEW.baseline) < 0
    ) THEN
        RAISE EXCEPTION 'milestones lie on the way to the target' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def keeps_what_was_agreed() -> pgtrigger.Trigger:
    """Refuses to move an agreed target, its scope or its day without an accepted change record."""
    return pgtrigger.Trigger(
        name="keeps_what_was_agreed",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=_WHAT_WAS_AGREED,
    )


def milestones_lie_on_the_way() -> pgtrigger.Trigger:
    """Refuses milestones beside the way of the target, two of a day, and one that leads back."""
    return pgtrigger.Trigger(
        name="milestones_lie_on_the_way",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=_ON_THE_WAY,
    )


def after_its_baseline() -> pgtrigger.Trigger:
    """Refuses a measurement of a day before the baseline of its target."""
    return pgtrigger.Trigger(
        name="after_its_baseline",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=_AFTER_ITS_BASELINE,
    )
