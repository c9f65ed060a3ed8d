"""Five years of movements for many accounts, and the least SQL that a retention figure needs."""

from collections.abc import Callable

from django.db import connection

from accounts.models import Account, ArrMovement

from .generate import ACCOUNTS, MANAGERS, TEAMS, completed

MOVEMENTS = """
INSERT INTO accounts_arrmovement (recorded_at, account_id, effective_on, kind, subkind, amount, currency, note)
SELECT now(), a.id, s.first + (k * 91), CASE WHEN k = 0 THEN 'new' WHEN k = s.until THEN 'churn'
        WHEN k %% 3 = 1 THEN 'expansion' ELSE 'contraction' END, '',
    CASE WHEN k = 0 THEN s.worth WHEN k = s.until THEN -(s.worth + s.step * ((k + 1) / 3) - s.cut * ((k - 1) - k / 3))
        WHEN k %% 3 = 1 THEN s.step ELSE -s.cut END,
    CASE WHEN a.id %% 5 = 0 THEN 'USD' ELSE 'EUR' END, ''
FROM accounts_account a, LATERAL (SELECT current_date - 1825 + (a.id * 37 %% 900)::int AS first,
    (1000 + a.id * 7919 %% 90000)::numeric AS worth, 60::numeric AS step, 20::numeric AS cut,
    CASE WHEN a.id %% 4 = 0 THEN 4 + (a.id %% 12)::int ELSE 999 END AS until) s,
    generate_series(0, 19) k
WHERE s.first + (k * 91) <= current_date AND k <= s.until
"""
RATES = """
INSERT INTO accounts_fxrate (recorded_at, currency, "on", rate, source)
SELECT now(), 'USD', day::date, 0.9 + 0.0001 * (row_number() OVER (ORDER BY day) %% 300), 'bench'
FROM generate_series(current_date - 1830, current_date, interval '1 day') day
"""
LEAST = """
SELECT sum(least(first, last)) / sum(first) FROM (
    SELECT sum(amount) FILTER (WHERE effective_on <= %(start)s) AS first, sum(amount) AS last
    FROM accounts_arrmovement WHERE effective_on <= %(end)s GROUP BY account_id) x
WHERE first > 0
"""
TABLES = ("accounts_account", "accounts_arrmovement")


def fill(accounts: int, say: Callable[[str], None]) -> None:
    """Fill an empty database; audit triggers rest meanwhile."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owners = {"accounts": accounts, "owners": TEAMS * MANAGERS}
        cursor.execute(completed(Account, ACCOUNTS), owners)
        say(f"{cursor.rowcount:,} accounts")
        cursor.execute(completed(ArrMovement, MOVEMENTS), {})
        say(f"{cursor.rowcount:,} movements")
        cursor.execute(RATES, {})
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("ANALYZE")
