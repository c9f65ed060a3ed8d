"""What must never be: asked by /healthz, by the nightly check, and after a restore."""

from dataclasses import dataclass

from django.db import connection

from accounts.models import Contract
from retention.lib.health_checks import CheckResult
from retention.team.models import User

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
WHERE r.closed_on IS NULL
  AND (c.state = 'draft' OR c.is_history OR (c.term_end IS NULL AND r.kind = 'term_end'))
UNION ALL
SELECT 'right to leave without a renewal', c.id, NULL
FROM accounts_breakoption b JOIN accounts_contract c ON c.id = b.contract_id
WHERE c.state = 'active' AND NOT c.is_history AND b.on > current_date
  AND (c.term_end IS NULL OR b.on < c.term_end)
  AND NOT EXISTS (SELECT FROM accounts_contract s WHERE s.predecessor_id = c.id AND s.state <> 'draft')
  AND NOT EXISTS (SELECT FROM renewals_renewal r WHERE r.contract_id = c.id AND r.term_end = b.on
        AND r.void_reason <> 'superseded')
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
_OVERLAPS = """
SELECT 'two lines sell the same thing at the same time', newer.contract_id, NULL::bigint
FROM accounts_contractline newer
JOIN accounts_contract c ON c.id = newer.contract_id
JOIN accounts_contract p ON p.account_id = c.account_id AND p.state <> 'draft'
JOIN accounts_contractline older ON older.contract_id = p.id
WHERE c.state <> 'draft' AND newer.is_recurring AND older.is_recurring
  AND newer.product_id = older.product_id AND newer.org_unit_id IS NOT DISTINCT FROM older.org_unit_id
  AND (older.start_on, older.id) < (newer.start_on, newer.id)
  AND coalesce(older.end_on, 'infinity') >= newer.start_on
  AND coalesce(newer.end_on, 'infinity') >= current_date
  AND coalesce(older.end_on, 'infinity') >= current_date
LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be, in words, with the records at fault."""

    what: str
    contract_id: int
    renewal_id: int | None


def find_broken(*, most: int = MOST_SHOWN) -> list[Finding]:
    """Contracts without their renewal, renewals that contradict their contract; at most that many."""
    return _ask(_FINDINGS, most)


def find_overlaps(*, most: int = MOST_SHOWN) -> list[Finding]:
    """Lines in force that count the same ARR twice: one product in one part of the organisation."""
    return _ask(_OVERLAPS, most)


def findings_for(user: User, *, most: int = MOST_SHOWN) -> list[Finding]:
    """All of it, as far as it concerns contracts that *user* sees; the whole is asked, some are shown."""
    found = [*find_broken(most=most), *find_overlaps(most=most)]
    ids = {one.contract_id for one in found}
    seen = set(Contract.objects.visible_to(user).filter(id__in=ids).values_list("id", flat=True))
    return [one for one in found if one.contract_id in seen]


def _ask(sql: str, most: int) -> list[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [most])
        return [Finding(*row) for row in cursor.fetchall()]


def every_term_end_has_its_renewal() -> CheckResult:
    """No renewal is missing or contradicts its contract."""
    found = find_broken(most=1)
    if not found:
        return CheckResult(True)
    return CheckResult(False, f"{found[0].what}: contract {found[0].contract_id}")
