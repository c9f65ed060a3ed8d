"""What must never be: asked by /healthz, by the nightly check, and after a restore."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from accounts.models import Contract
from retention.lib.health_checks import CheckResult
from retention.team.models import User

MOST_SHOWN, MOST_ASKED = 100, 2000

_FINDINGS = """
SELECT 'no_renewal' AS code, c.id AS contract_id, NULL::bigint AS renewal_id
FROM accounts_contract c
WHERE c.state = 'active' AND c.term_end IS NOT NULL AND NOT c.is_history
  AND NOT EXISTS (SELECT FROM renewals_renewal r WHERE r.contract_id = c.id AND r.term_end = c.term_end
        AND r.void_reason <> 'superseded')
  AND (EXISTS (SELECT FROM accounts_contractline l WHERE l.contract_id = c.id AND l.is_recurring
            AND coalesce(l.end_on, c.term_end) >= c.term_end)
       OR NOT EXISTS (SELECT FROM accounts_contractline l WHERE l.contract_id = c.id))
UNION ALL
SELECT 'not_in_force', c.id, r.id
FROM renewals_renewal r JOIN accounts_contract c ON c.id = r.contract_id
WHERE r.closed_on IS NULL
  AND (c.state = 'draft' OR c.is_history OR (c.term_end IS NULL AND r.kind = 'term_end'))
UNION ALL
SELECT 'no_break', c.id, NULL
FROM accounts_breakoption b JOIN accounts_contract c ON c.id = b.contract_id
WHERE c.state = 'active' AND NOT c.is_history AND b.on > current_date
  AND (c.term_end IS NULL OR b.on < c.term_end)
  AND NOT EXISTS (SELECT FROM accounts_contract s WHERE s.predecessor_id = c.id AND s.state <> 'draft')
  AND NOT EXISTS (SELECT FROM renewals_renewal r WHERE r.contract_id = c.id AND r.term_end = b.on
        AND r.void_reason <> 'superseded')
UNION ALL
SELECT 'followed', r.contract_id, r.id
FROM renewals_renewal r JOIN accounts_contract s ON s.predecessor_id = r.contract_id
WHERE r.closed_on IS NULL AND s.state <> 'draft'
UNION ALL
SELECT 'joined_wrongly', p.contract_id, p.id
FROM renewals_renewal p JOIN renewals_renewal r ON r.id = p.joined_to_id
WHERE r.account_id <> p.account_id OR r.stage = 'void' OR r.kind <> 'term_end'
  OR r.closed_on IS NULL AND r.currency <> p.currency
UNION ALL
SELECT 'other_account', c.id, r.id
FROM renewals_renewal r JOIN accounts_contract c ON c.id = r.contract_id WHERE c.account_id <> r.account_id
UNION ALL
SELECT 'no_reminder', r.contract_id, r.id
FROM renewals_renewal r
WHERE r.closed_on IS NULL AND r.stage = 'scheduled' AND r.term_end >= current_date
  AND NOT EXISTS (SELECT FROM reminders_reminder m WHERE m.kind = 'renewal_rung' AND m.subject_id = r.id)
"""
_OVERLAPS = """
SELECT DISTINCT 'sold_twice' AS code, newer.contract_id, NULL::bigint AS renewal_id
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
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of finding: what it is, why it matters, and what to do about it."""

    what: str
    why: str
    to_do: str
    is_mended_anew: bool = True


FAULTS: dict[str, Fault] = {
    "no_renewal": Fault(
        "contract without a renewal for its term end",
        "Nobody will be reminded before it ends.",
        "Derive it anew. If it comes back, look at the contract's term and lines.",
    ),
    "not_in_force": Fault(
        "open renewal of a contract that is a draft, history or without end",
        "It asks for a decision that nobody has to take, and counts in the forecast.",
        "Derive it anew, or void the renewal.",
    ),
    "no_break": Fault(
        "right to leave without a renewal",
        "They may leave on that day, and nobody will be reminded.",
        "Derive it anew. If it comes back, look at the contract's break options.",
    ),
    "followed": Fault(
        "open renewal although a following contract is in force",
        "It is decided, and still counts as open.",
        "Derive it anew: the following contract closes it.",
    ),
    "joined_wrongly": Fault(
        "renewal decided together with one that cannot decide it",
        "That one is void, at another account, or in another currency: nobody decides this end.",
        "Derive it anew. If it comes back, take it apart on the page of the other renewal.",
    ),
    "other_account": Fault(
        "renewal at another account than its contract",
        "It counts for the wrong customer.",
        "Void the renewal as entered in error, then derive it anew.",
        is_mended_anew=False,
    ),
    "no_reminder": Fault(
        "open renewal without any reminder",
        "Its day would pass in silence.",
        "Derive it anew: its reminders are planned again.",
    ),
    "sold_twice": Fault(
        "two lines sell the same thing at the same time",
        "Its yearly revenue is counted twice.",
        "End one of the two lines on its contract.",
        is_mended_anew=False,
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be, with the records at fault; ``code`` is one of FAULTS."""

    code: str
    contract_id: int
    renewal_id: int | None

    @property
    def fault(self) -> Fault:
        """What it is, in words."""
        return FAULTS[self.code]

    @property
    def what(self) -> str:
        """The same in one line."""
        return self.fault.what


def find_broken(*, most: int = MOST_SHOWN, contracts: Collection[int] | None = None) -> list[Finding]:
    """Contracts without their renewal, renewals that contradict their contract; at most that many."""
    return _ask(_FINDINGS, most, contracts)


def find_overlaps(*, most: int = MOST_SHOWN, contracts: Collection[int] | None = None) -> list[Finding]:
    """Lines in force that count the same ARR twice: one product in one part of the organisation."""
    return _ask(_OVERLAPS, most, contracts)


def findings_for(user: User, *, most: int = MOST_SHOWN) -> list[Finding]:
    """All of it, as far as it concerns contracts that *user* sees; of many, the first are shown."""
    found = [*find_broken(most=MOST_ASKED), *find_overlaps(most=MOST_ASKED)]
    ids = {one.contract_id for one in found}
    seen = set(Contract.objects.visible_to(user).filter(id__in=ids).values_list("id", flat=True))
    return [one for one in found if one.contract_id in seen][:most]


def _ask(sql: str, most: int, contracts: Collection[int] | None) -> list[Finding]:
    narrowed = "" if contracts is None else "WHERE found.contract_id = ANY(%s)"
    given = [] if contracts is None else [list(contracts)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({sql}) found {narrowed} LIMIT %s", [*given, most])  # noqa: S608 # own text
        return [Finding(*row) for row in cursor.fetchall()]


def every_term_end_has_its_renewal() -> CheckResult:
    """No renewal is missing or contradicts its contract."""
    found = find_broken(most=1)
    if not found:
        return CheckResult(True)
    return CheckResult(False, f"{found[0].what}: contract {found[0].contract_id}")
