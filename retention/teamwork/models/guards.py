"""Triggers that refuse contacts of another account, and days before somebody was known."""

import pgtrigger

_THEIR_CONTACT = """
    IF NEW.{column} IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM contacts_contact c WHERE c.id = NEW.{column} AND c.account_id = {account}
    ) THEN
        RAISE EXCEPTION 'the contact is at another account' USING ERRCODE = 'check_violation';
    END IF;
"""
_KNOWN_THEN = """
    IF NEW.starts_on < (SELECT c.since FROM contacts_contact c WHERE c.id = NEW.{column}) THEN
        RAISE EXCEPTION 'before the contact was known' USING ERRCODE = 'check_violation';
    END IF;
"""


def contact_guard(
    name: str, column: str, account: str, *also: str, starts: bool = False
) -> pgtrigger.Trigger:
    """Refuse a contact of another account than *account*; with *starts* also a start before they were known.

    *also* names further columns whose change asks again.
    """
    changed = pgtrigger.UpdateOf(column, *also)  # type: ignore[no-untyped-call]
    body = _THEIR_CONTACT + (_KNOWN_THEN if starts else "")
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | changed,
        func=body.format(column=column, account=account) + "    RETURN NEW;",
    )
