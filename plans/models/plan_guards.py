"""What the database refuses about plans, whatever writes (docs/methods.md, Account plan)."""

import pgtrigger

_APPROVES = """
    IF NEW.state IN ('approved', 'active', 'at_risk') AND OLD.state IN ('draft', 'in_review') AND (
        NOT EXISTS (SELECT 1 FROM plans_objective o WHERE o.plan_id = NEW.id AND o.state <> 'dropped')
        OR EXISTS (
            SELECT 1 FROM plans_objective o
            WHERE o.plan_id = NEW.id AND o.state <> 'dropped' AND (
                (o.owner_id IS NULL AND o.their_owner_id IS NULL) OR o.due_on IS NULL
                OR (o.measure = '' AND NOT EXISTS (
                    SELECT 1 FROM plans_keyresult k WHERE k.objective_id = o.id
                ))
            )
        )
    ) THEN
        RAISE EXCEPTION 'an objective without owner, measure or day' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def approves_what_is_measured() -> pgtrigger.Trigger:
    """Refuses to approve a plan with an objective that has no owner, no measure or no day."""
    return pgtrigger.Trigger(
        name="approves_what_is_measured",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=_APPROVES,
    )
