"""The account's derived commercial columns: ARR, next term end, and when the calendar changes them."""

from collections.abc import Collection
from datetime import date

from django.db import connection

from .fx import base_currency

SUSPENDED_AT_MOST = 90
"""Days for which a suspended line counts as held (docs/methods.md, Contract cases)."""

_COLUMNS = """
WITH rate AS (
    SELECT DISTINCT ON (currency) currency, rate FROM accounts_fxrate WHERE currency <> %(base)s
    ORDER BY currency, "on" > %(on)s, abs("on" - %(on)s)
), priced AS (
    SELECT currency, rate FROM rate UNION ALL SELECT %(base)s, 1
), line AS (
    SELECT c.account_id, c.currency, l.arr, l.start_on, l.end_on
    FROM accounts_contractline l JOIN accounts_contract c ON c.id = l.contract_id
    WHERE l.is_recurring AND c.state <> 'draft' AND (%(ids)s IS NULL OR c.account_id = ANY(%(ids)s))
), worth AS (
    SELECT line.account_id, sum(CASE WHEN line.currency = a.currency THEN line.arr
            ELSE line.arr * theirs.rate / own.rate END) AS arr, sum(line.arr * theirs.rate) AS arr_base
    FROM line JOIN accounts_account a ON a.id = line.account_id
    LEFT JOIN priced theirs ON theirs.currency = line.currency
    LEFT JOIN priced own ON own.currency = a.currency
    WHERE line.start_on <= %(on)s AND (line.end_on IS NULL OR line.end_on >= %(on)s)
    GROUP BY line.account_id
), term AS (
    SELECT c.account_id, min(c.term_end + 1) AS changes_on, min(c.term_end) FILTER (
        WHERE c.term_end >= %(on)s AND NOT EXISTS (
            SELECT FROM accounts_contract s WHERE s.predecessor_id = c.id AND s.state <> 'draft')
    ) AS next_term_end
    FROM accounts_contract c WHERE c.state = 'active' AND (%(ids)s IS NULL OR c.account_id = ANY(%(ids)s))
    GROUP BY c.account_id
), step AS (
    SELECT account_id, min(d) AS changes_on FROM (
        SELECT account_id, start_on AS d FROM line UNION ALL SELECT account_id, end_on + 1 FROM line
    ) days WHERE d > %(on)s GROUP BY account_id
), due AS (
    SELECT c.account_id,
        min(CASE WHEN s.id IS NULL THEN l.start_on ELSE s.starts_on + %(allowed)s END) AS changes_on
    FROM accounts_contractline l JOIN accounts_contract c ON c.id = l.contract_id
    LEFT JOIN accounts_linesuspension s ON s.line_id = l.id AND s.lost_on IS NULL
        AND coalesce(least(s.ends_on, s.until), 'infinity') >= s.starts_on + %(allowed)s
    WHERE c.state = 'active' AND (%(ids)s IS NULL OR c.account_id = ANY(%(ids)s)) AND (s.id IS NOT NULL
        OR (l.escalator_on IS NOT NULL AND l.end_on IS NULL AND l.superseded_by_id IS NULL))
    GROUP BY c.account_id
)
UPDATE accounts_account a
SET arr = n.arr, arr_base = n.arr_base, next_term_end = n.next_term_end, changes_on = n.changes_on
FROM (
    SELECT x.id, round(coalesce(worth.arr, 0), 2) AS arr, round(coalesce(worth.arr_base, 0), 2) AS arr_base,
        term.next_term_end, least(step.changes_on, term.changes_on, due.changes_on) AS changes_on
    FROM accounts_account x LEFT JOIN worth ON worth.account_id = x.id
    LEFT JOIN term ON term.account_id = x.id LEFT JOIN step ON step.account_id = x.id
    LEFT JOIN due ON due.account_id = x.id
    WHERE %(ids)s IS NULL OR x.id = ANY(%(ids)s)
) n
WHERE n.id = a.id AND (a.arr, a.arr_base, a.next_term_end, a.changes_on)
    IS DISTINCT FROM (n.arr, n.arr_base, n.next_term_end, n.changes_on)
"""


def refresh_arr_columns(account_ids: Collection[int] | None = None, *, on: date) -> int:
    """Make ARR, next term end and the next change true on a day; return how many accounts were wrong.

    An amount in a currency without any rate counts 0 in another currency. A contract that has a
    successor is renewed: its end is not the account's next term end.
    """
    ids = None if account_ids is None else sorted(account_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            _COLUMNS, {"base": base_currency(), "on": on, "ids": ids, "allowed": SUSPENDED_AT_MOST}
        )
        changed: int = cursor.rowcount
    return changed
