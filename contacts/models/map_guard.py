"""A trigger on rows of the map: nobody of another account, and nobody before they were known."""

import pgtrigger

_SEAT = """
    SELECT * INTO seat FROM contacts_contact WHERE id = NEW.contact_id;
    IF seat.account_id <> NEW.account_id THEN
        RAISE EXCEPTION 'the contact is at another account' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.starts_on < seat.since THEN
        RAISE EXCEPTION 'before the contact was known' USING ERRCODE = 'check_violation';
    END IF;
"""
_MAP = """
    IF NEW.org_unit_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM accounts_orgunit WHERE id = NEW.org_unit_id AND account_id = NEW.account_id
    ) THEN
        RAISE EXCEPTION 'the unit is of another account' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.scope_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM contacts_mapscope WHERE id = NEW.scope_id AND account_id = NEW.account_id
    ) THEN
        RAISE EXCEPTION 'the decision is of another account' USING ERRCODE = 'check_violation';
    END IF;
"""
ON_CHANGE = pgtrigger.UpdateOf("contact_id", "account_id", "starts_on")  # type: ignore[no-untyped-call]


def seat_guard(name: str, *, on_a_map: bool = False, more: str = "") -> pgtrigger.Trigger:
    """A trigger that refuses contacts, units and decisions of another account, and too early days."""
    body = _SEAT + (_MAP if on_a_map else "") + more
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | ON_CHANGE,
        declare=[("seat", "contacts_contact%ROWTYPE")],
        func=f"{body}    RETURN NEW;",
    )
