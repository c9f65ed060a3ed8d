"""Renewers against leavers: what each account was before it decided (docs/methods.md, Drivers)."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from .differences import Case
from .questions import Question, scope
from .renewed import due_renewals

MOST_CASES = 20_000
BEFORE_DAYS, LOOKED_DAYS = 90, 365
YES, NO = "Yes", "No"
_CASES = """, decided AS (
    SELECT DISTINCT ON (account_id) id, account_id, name, due, kept, outcome = 'renewed' AS renewed, term_end,
        term_end - %(before)s AS looked_on
    FROM renewals WHERE outcome IN ('renewed', 'lost') ORDER BY account_id, term_end DESC, id DESC
), parts AS ({scope}), middle AS (
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY due) AS due FROM decided
), talks AS (
    SELECT d.id, count(*) AS number,
        count(*) FILTER (WHERE t.channel IN ('visit', 'meeting', 'review')) AS met,
        avg(t.mood) FILTER (WHERE NOT t.is_private) AS mood
    FROM decided d JOIN contacts_touchpoint t ON t.account_id = d.account_id
    WHERE t.is_current AND t.is_qualifying AND t.happened_at < d.looked_on
        AND t.happened_at >= d.looked_on - %(looked)s
    GROUP BY d.id
), people AS (
    SELECT d.id, count(*) AS number, count(*) FILTER (WHERE p.buying_role = 'economic_buyer') AS buyers
    FROM decided d JOIN contacts_contact p ON p.account_id = d.account_id
    WHERE NOT p.is_placeholder AND p.since <= d.looked_on
        AND (p.departed_on IS NULL OR p.departed_on > d.looked_on)
    GROUP BY d.id
), sold AS (
    SELECT d.id, count(DISTINCT l.product_id) AS products, bool_or(c.auto_renew) AS auto_renew,
        max(c.term_end - c.term_start) > 400 AS is_long
    FROM decided d JOIN renewals_renewal r ON r.id = d.id JOIN accounts_contract c ON c.id = r.contract_id
    LEFT JOIN accounts_contractline l ON l.contract_id = c.id AND l.is_recurring
    GROUP BY d.id
), since AS (
    SELECT d.id, d.looked_on - min(m.effective_on) AS days FROM decided d
    JOIN accounts_arrmovement m ON m.account_id = d.account_id WHERE m.amount > 0 GROUP BY d.id, d.looked_on
), health AS (
    SELECT d.id, h.band FROM decided d JOIN health_healthsnapshot h
        ON h.account_id = d.account_id AND h."on" = d.looked_on AND NOT h.is_reconstructed
)
SELECT d.id, d.account_id, d.name, d.term_end, d.due, d.kept, d.renewed,
    p.tier, p.country, p.sector, d.due >= m.due, s.products > 1, s.auto_renew, s.is_long,
    CASE WHEN y.days < 365 THEN 'Under 1 year' WHEN y.days < 1095 THEN '1 to 3 years'
        WHEN y.days IS NOT NULL THEN 'Over 3 years' END,
    coalesce(t.number, 0) > 0, coalesce(t.met, 0) > 0, t.mood > 0, coalesce(c.number, 0) > 1,
    coalesce(c.buyers, 0) > 0, h.band
FROM decided d JOIN parts p ON p.id = d.account_id CROSS JOIN middle m
LEFT JOIN sold s ON s.id = d.id LEFT JOIN since y ON y.id = d.id LEFT JOIN talks t ON t.id = d.id
LEFT JOIN people c ON c.id = d.id LEFT JOIN health h ON h.id = d.id
ORDER BY d.renewed, d.due DESC, d.id LIMIT %(most)s"""
ATTRIBUTES = (
    "Tier", "Country", "Sector", "At least the middle amount", "More than one product", "Renews by itself",
    "Term over a year", "Customer for", "Two-way contact in the year before",
    "Met in person in the year before", "Mood above neutral", "More than one contact",
    "Economic buyer known", "Health 90 days before",
)  # fmt: skip
_WORDS = {"at_risk": "At risk", "watch": "Watch", "healthy": "Healthy", "unknown": None}


@dataclass(frozen=True, slots=True)
class Decided:
    """One account's last decided renewal of the period, and what it was 90 days before the term ended."""

    renewal_id: int
    account_id: int
    name: str
    term_end: object
    due: Decimal
    kept: Decimal
    case: Case

    @property
    def renewed(self) -> bool:
        """Its outcome."""
        return self.case.renewed


def decided(question: Question) -> list[Decided]:
    """At most 20,000 cases, the leavers first. Attributes of the first day for tier, country and sector."""
    base, parts = due_renewals(question), scope(question, divided=True)
    params = {**base.params, **parts.params}
    params |= {"before": BEFORE_DAYS, "looked": LOOKED_DAYS, "most": MOST_CASES}
    with connection.cursor() as cursor:
        cursor.execute(base.text + _CASES.format(scope=parts.text), params)
        return [_decided(*row) for row in cursor.fetchall()]


def _decided(
    pk: int, account: int, name: str, end: object, due: Decimal, kept: Decimal, renewed: bool, *values: object
) -> Decided:
    attributes = dict(zip(ATTRIBUTES, map(_word, values), strict=True))
    return Decided(pk, account, name, end, due, kept, Case(renewed, attributes))


def _word(value: object) -> str | None:
    if isinstance(value, bool):
        return YES if value else NO
    return _WORDS.get(str(value), str(value)) if value not in (None, "") else None
