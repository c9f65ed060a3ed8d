"""Pairs of accounts that may be one, kept true by whatever changes what they are told by (set-based).

A few accounts are compared with all by the trigrams of their names; all of them with their neighbours in the
order of the names, forwards and backwards, which costs no more than sorting.
"""

from collections.abc import Collection, Iterator
from typing import Any

from .alike_accounts import FREE_DOMAINS, Company, likeness
from .alike_pairs import keep_pairs, parts, rows_of
from .models import AlikeAccounts, AlikeState

FEW = 200
MOST_AT_A_DOMAIN = 6
_HOST = r"lower(substring({of}.website from '^(?:https?://)?(?:www\.)?([^/:?#]+)'))"
_DIGITS = r"right(regexp_replace({of}.phone, '\D', '', 'g'), 9)"
_STANDS = """NOT EXISTS (
        SELECT FROM accounts_accountmerger g WHERE g.merged_id = {of}.id AND g.undone_at IS NULL)"""
_FEW = """
WITH asked AS MATERIALIZED (
    SELECT a.id, a.name_key, coalesce({host}, '') AS host, {digits} AS digits
    FROM accounts_account a WHERE a.id = ANY(%(ids)s) AND {stands}
), pairs AS (
    SELECT a.id AS one, b.id AS other FROM asked a JOIN accounts_account b
        ON b.name_key %% a.name_key
    UNION
    SELECT a.id, b.id FROM asked a JOIN accounts_account b ON b.website LIKE '%%' || a.host || '%%'
    WHERE a.host <> ''
    UNION
    SELECT a.id, b.id FROM asked a JOIN accounts_account b
        ON b.phone LIKE '%%' || right(a.digits, 1) AND {others_digits} = a.digits
    WHERE length(a.digits) >= 7
)"""
"""Few are compared by indexes and plain texts; people at one domain are looked at once a day."""
_ALL = """
WITH company AS MATERIALIZED (
    SELECT a.id, a.name_key, coalesce({host}, '') AS host, {digits} AS digits
    FROM accounts_account a WHERE {stands}
), at_domain AS (
    SELECT DISTINCT c.account_id AS id, lower(split_part(p.email, '@', 2)) AS domain
    FROM contacts_contact c JOIN contacts_person p ON p.id = c.person_id
    WHERE p.email <> '' AND lower(split_part(p.email, '@', 2)) <> ALL(%(free)s)
), shared AS (
    SELECT domain FROM at_domain GROUP BY domain HAVING count(*) BETWEEN 2 AND %(most)s
), mine AS (
    SELECT d.id, d.domain FROM at_domain d JOIN shared USING (domain)
), next_to AS (
    SELECT name_key, unnest(ARRAY[lead(id, 1) OVER w, lead(id, 2) OVER w, lead(id, 3) OVER w]) AS other, id
    FROM company WINDOW w AS (ORDER BY name_key, id)
    UNION ALL
    SELECT name_key, unnest(ARRAY[lead(id, 1) OVER w, lead(id, 2) OVER w, lead(id, 3) OVER w]), id
    FROM company WINDOW w AS (ORDER BY reverse(name_key), id)
), pairs AS (
    SELECT n.id AS one, n.other FROM next_to n JOIN company c ON c.id = n.other
    WHERE similarity(n.name_key, c.name_key) > 0.5
    UNION
    SELECT a.id, b.id FROM company a JOIN company b ON b.host = a.host WHERE a.host <> ''
    UNION
    SELECT a.id, b.id FROM company a JOIN company b ON b.digits = a.digits WHERE length(a.digits) >= 7
    UNION
    SELECT a.id, b.id FROM mine a JOIN mine b USING (domain)
)"""
_CANDIDATES = """
SELECT DISTINCT least(one, other), greatest(one, other) FROM pairs
JOIN accounts_account a ON a.id = one JOIN accounts_account b ON b.id = other
WHERE one <> other AND a.parent_id IS DISTINCT FROM b.id AND b.parent_id IS DISTINCT FROM a.id
    AND (a.parent_id IS NULL OR a.parent_id IS DISTINCT FROM b.parent_id) AND {stands}
ORDER BY 1, 2
"""
"""Whoever said how two accounts belong together has said that they are two."""
_COMPANIES = """
SELECT a.id, a.name_key, coalesce({host}, ''), {digits}, a.country, ARRAY(
    SELECT DISTINCT lower(split_part(p.email, '@', 2)) FROM contacts_contact c
    JOIN contacts_person p ON p.id = c.person_id WHERE c.account_id = a.id AND p.email <> '')
FROM accounts_account a WHERE a.id = ANY(%(ids)s)
"""


def refresh_alike_accounts(account_ids: Collection[int] | None = None) -> int:
    """Find again which accounts these, or all, are alike; how many pairs. What was decided stays decided."""
    if account_ids is not None and not account_ids:
        return 0
    if account_ids is not None and len(account_ids) > FEW:
        account_ids = None
    return keep_pairs(AlikeAccounts, list(_pairs(account_ids)), account_ids)


def _pairs(account_ids: Collection[int] | None) -> Iterator[AlikeAccounts]:
    values: dict[str, Any] = {"free": sorted(FREE_DOMAINS), "most": MOST_AT_A_DOMAIN}
    values["ids"] = sorted(account_ids or ())
    host, digits, others = _HOST.format(of="a"), _DIGITS.format(of="a"), _DIGITS.format(of="b")
    text = (_ALL if account_ids is None else _FEW) + _CANDIDATES.replace("{stands}", "{others_stand}")
    text = text.format(
        host=host, digits=digits, others_digits=others, stands=_STANDS.format(of="a"),
        others_stand=_STANDS.format(of="b"),
    )  # fmt: skip
    rows_of("SELECT set_config('pg_trgm.similarity_threshold', '0.5', true)")
    candidates = rows_of(text, values)
    for batch in parts(candidates):
        known = _companies({number for pair in batch for number in pair}, host, digits)
        for first, second in batch:
            found = likeness(known[first], known[second])
            if found.score:
                yield AlikeAccounts(
                    first_id=first, second_id=second, score=found.score, reasons=list(found.reasons),
                    state=AlikeState.OPEN,
                )  # fmt: skip


def _companies(ids: Collection[int], host: str, digits: str) -> dict[int, Company]:
    rows: list[Any] = rows_of(_COMPANIES.format(host=host, digits=digits), {"ids": sorted(ids)})
    return {
        pk: Company(name, of, number, frozenset(domains) - FREE_DOMAINS, country)
        for pk, name, of, number, country, domains in rows
    }
