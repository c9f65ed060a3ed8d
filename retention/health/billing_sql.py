"""Inputs from invoices: the oldest undisputed one past its day, and when we last heard of payments.

Common table expressions for ``input_sql``; what C1 measures stands in docs/methods.md, Health inputs.
"""

INVOICES = """
billed AS (
    SELECT * FROM (
        SELECT DISTINCT ON (i.account_id, i.number) i.account_id, i.thread, i.issued_on, i.due_on, i.amount,
               i.paid_on, i.paid_amount, i.disputed_since, i.voided_on, i.source,
               (i.recorded_at AT TIME ZONE 'UTC')::date AS told_on
        FROM accounts_invoice i
        WHERE i.account_id = ANY(%(ids)s) AND i.recorded_at <= %(known_by)s::timestamptz
        ORDER BY i.account_id, i.number, i.id DESC
    ) n
    WHERE n.issued_on <= %(last_day)s::date AND (n.voided_on IS NULL OR n.voided_on > %(last_day)s::date)
),
feeds AS (
    SELECT s.source, f.told_on
    FROM (SELECT DISTINCT source FROM billed WHERE source <> '') s
    CROSS JOIN LATERAL (
        SELECT (h.recorded_at AT TIME ZONE 'UTC')::date AS told_on FROM accounts_invoice h
        WHERE h.source = s.source AND h.source <> '' AND h.recorded_at <= %(heard_until)s::timestamptz
        ORDER BY h.recorded_at DESC LIMIT 1
    ) f
),
heard AS (
    SELECT b.account_id, max(GREATEST(b.told_on, f.told_on)) AS told_on
    FROM billed b LEFT JOIN feeds f ON f.source = b.source GROUP BY b.account_id
),
oldest AS (
    SELECT DISTINCT ON (account_id) account_id, thread, due_on, %(on)s::date - due_on AS days
    FROM billed
    WHERE due_on < %(on)s::date AND (disputed_since IS NULL OR disputed_since > %(last_day)s::date)
      AND NOT (paid_amount >= amount AND paid_on <= %(last_day)s::date)
    ORDER BY account_id, due_on, thread
),
billing AS (
    SELECT h.account_id, o.thread, o.due_on, COALESCE(o.days, 0) AS days,
           CASE WHEN %(is_reconstructed)s THEN 0
                ELSE GREATEST(0, %(on)s::date - h.told_on) END AS age
    FROM heard h LEFT JOIN oldest o ON o.account_id = h.account_id
)"""

LONG_OVERDUE_DAYS = 60
"""A cap holds from the day after so many days overdue."""
