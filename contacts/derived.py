"""What follows from history: when somebody last spoke with us, and an account's earliest next step.

Always computed again from the rows themselves, so that corrections and withdrawals move a date back.
"""

from collections.abc import Collection

from django.db import connection

_CONTACTS = """
UPDATE contacts_contact c SET last_two_way_at = h.last
FROM (
    SELECT x.id, (
        SELECT max(t.happened_at) FROM contacts_touchpointcontact l
        JOIN contacts_touchpoint t ON t.id = l.touchpoint_id
        WHERE l.contact_id = x.id AND NOT l.in_copy AND t.is_current AND t.is_qualifying
    ) AS last FROM contacts_contact x WHERE {which}
) h WHERE h.id = c.id AND c.last_two_way_at IS DISTINCT FROM h.last
"""
_ACCOUNTS = """
UPDATE accounts_account a SET last_two_way_at = h.last, next_step_on = h.step
FROM (
    SELECT x.id, (
        SELECT max(t.happened_at) FROM contacts_touchpoint t
        WHERE t.account_id = x.id AND t.is_current AND t.is_qualifying
    ) AS last, (
        SELECT min(greatest(s.due_on, s.snoozed_until)) FROM contacts_nextstep s
        WHERE s.account_id = x.id AND s.state = 'open'
    ) AS step FROM accounts_account x WHERE {which}
) h WHERE h.id = a.id AND (a.last_two_way_at, a.next_step_on) IS DISTINCT FROM (h.last, h.step)
"""


def refresh_account(account_id: int) -> int:
    """Make the account's last two-way touchpoint and earliest step true; return how many rows changed."""
    return _run(_ACCOUNTS, "x.id = ANY(%s)", [account_id])


def refresh_contacts(contact_ids: Collection[int]) -> int:
    """Make the last two-way touchpoint of these contacts true; return how many rows changed."""
    return _run(_CONTACTS, "x.id = ANY(%s)", sorted(contact_ids)) if contact_ids else 0


def rebuild(account_ids: Collection[int] | None = None) -> int:
    """Compute everything again, set-based, for these accounts or all; return how many rows were wrong.

    Finds nothing to change when every action kept its word.
    """
    if account_ids is None:
        return _run(_CONTACTS, "TRUE", None) + _run(_ACCOUNTS, "TRUE", None)
    ids = sorted(account_ids)
    return _run(_CONTACTS, "x.account_id = ANY(%s)", ids) + _run(_ACCOUNTS, "x.id = ANY(%s)", ids)


def _run(statement: str, which: str, ids: int | list[int] | None) -> int:
    wanted = [ids] if isinstance(ids, int) else ids
    with connection.cursor() as cursor:
        cursor.execute(statement.format(which=which), None if wanted is None else [wanted])
        changed: int = cursor.rowcount
    return changed
