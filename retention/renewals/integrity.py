"""What must never be: asked by /healthz, by the nightly check, and after a restore."""

from dataclasses import dataclass

from django.db import connection

from retention.lib.health_checks import CheckResult

MOST_SHOWN = 100

_FINDINGS = """
SELECT 'contract without a renewal for its term end' AS what, c.id AS contract_id, NULL::bigint AS renewal_id
FROM accounts_contract c
WHERE c.state = 'active' AND c.term_end IS NOT NULL AND NOT c.is_history
  AND NOT EXISTS (SELECT FROM renewals_renewal r WHERE r.contract_id = c.id AND r.term_end = c.term_end
        AND r.void_reason <> 'superseded')
  AND (EXISTS (SELECT FROM accounts_contractline l WHERE l.contract_id = c.id AND l.is_recurring
            AND coalesce(l.end_on, c.term_end) >= c.term_end)
       OR NOT EXISTS (SELECT FROM accounts_contractline l WHERE l.contract_id = c.id))
UNION ALL
SELECT 'open renewal of a contract that is a draft, history or without end', c.id, r.id
FROM renewals_renewal r JOIN accounts_contract c ON c.id = r.contract_id
WHERE r.closed_on IS NULL AND (c.state = 'draft' OR c.is_history OR c.term_end IS NULL)
UNION ALL
SELECT 'open renewal although a following contract is in force', r.contract_id, r.id
FROM renewals_renewal r JOIN accounts_contract s ON s.predecessor_id = r.contract_id
WHERE r.closed_on IS NULL AND s.state <> 'draft'
UNION ALL
SELECT 'renewal at another account than its contract', c.id, r.id
FROM renewals_renewal r JOIN accounts_contract c ON c.id = r.contract_id WHERE c.account_id <> r.account_id
UNION ALL
SELECT 'open renewal without any reminder', r.contract_id, r.id
FROM renewals_renewal r
WHERE r.closed_on IS NULL AND r.stage = 'scheduled' AND r.term_end >= current_date
  AND NOT EXISTS (SELECT FROM reminders_reminder m WHERE m.kind = 'renewal_rung' AND m.subject_id = r.id)
LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be, in words, with the records at fault."""

    what: str
    contract_id: int
    renewal_id: int | None


def find_broken(*, most: int = MOST_SHOWN) -> list[Finding]:
    """Contracts without their renewal, and renewals that contradict their contract; at most that many."""
    with connection.cursor() as cursor:
        cursor.execute(_FINDINGS, [most])
        return [Finding(*row) for row in cursor.fetchall()]


def every_term_end_has_its_renewal() -> CheckResult:
    """No renewal is missing or contradicts its contract."""
    found = find_broken(most=1)
    if not found:
        return CheckResult(True)
    return CheckResult(False, f"{found[0].what}: contract {found[0].contract_id}")
