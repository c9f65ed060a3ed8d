"""Pairs of people who may be one, kept true by whatever changes what they are told by (set-based)."""

from collections.abc import Collection, Iterator

from .alike import Entry, likeness
from .alike_pairs import keep_pairs, parts, rows_of
from .models import AlikePeople, AlikeState

_CANDIDATES = """
WITH asked AS (
    SELECT p.id, p.email, p.phone, p.name_key,
        right(regexp_replace(p.phone, '\\D', '', 'g'), 9) AS digits
    FROM contacts_person p
    WHERE {which} p.erased_at IS NULL AND EXISTS (SELECT FROM contacts_contact c WHERE c.person_id = p.id)
), pairs AS (
    SELECT a.id AS one, p.id AS other FROM asked a JOIN contacts_person p ON p.email = a.email
    WHERE a.email <> ''
    UNION
    SELECT a.id, p.id FROM asked a JOIN contacts_person p
        ON right(regexp_replace(p.phone, '\\D', '', 'g'), 9) = a.digits AND p.phone <> ''
    WHERE length(a.digits) >= 7 AND similarity(p.name_key, a.name_key) > 0.3
    UNION
    SELECT a.id, p.id FROM asked a JOIN contacts_contact mine ON mine.person_id = a.id
        JOIN contacts_contact theirs ON theirs.account_id = mine.account_id
        JOIN contacts_person p ON p.id = theirs.person_id
    WHERE similarity(p.name_key, a.name_key) > 0.3
)
SELECT DISTINCT least(one, other), greatest(one, other) FROM pairs JOIN contacts_person o ON o.id = other
WHERE one <> other AND o.erased_at IS NULL
    AND EXISTS (SELECT FROM contacts_contact c WHERE c.person_id = o.id)
ORDER BY 1, 2
"""
_ENTRIES = """
SELECT p.id, p.name_key, p.email, right(regexp_replace(p.phone, '\\D', '', 'g'), 9),
    ARRAY(SELECT c.account_id FROM contacts_contact c WHERE c.person_id = p.id)
FROM contacts_person p WHERE p.id = ANY(%s)
"""
_AT_ACCOUNTS = "SELECT person_id FROM contacts_contact WHERE account_id = ANY(%s) AND person_id IS NOT NULL"


def refresh_alike(person_ids: Collection[int] | None = None) -> int:
    """Find again whom these people, or all, are alike; how many pairs. What was decided stays decided."""
    if person_ids is not None and not person_ids:
        return 0
    return keep_pairs(AlikePeople, list(_pairs(person_ids)), person_ids)


def refresh_at_accounts(account_ids: Collection[int]) -> int:
    """Find again whom the people at these accounts are alike, after an import."""
    return refresh_alike([row[0] for row in rows_of(_AT_ACCOUNTS, [sorted(account_ids)])])


def _pairs(person_ids: Collection[int] | None) -> Iterator[AlikePeople]:
    which = "" if person_ids is None else "p.id = ANY(%s) AND"
    candidates = rows_of(_CANDIDATES.format(which=which), [] if person_ids is None else [sorted(person_ids)])
    for batch in parts(candidates):
        entries = _entries({number for pair in batch for number in pair})
        for first, second in batch:
            told = likeness(entries[first], entries[second])
            if told.score:
                yield AlikePeople(
                    first_id=first, second_id=second, score=told.score, reasons=list(told.reasons),
                    state=AlikeState.OPEN,
                )  # fmt: skip


def _entries(ids: Collection[int]) -> dict[int, Entry]:
    return {
        number: Entry(name, email, digits, frozenset(accounts))
        for number, name, email, digits, accounts in rows_of(_ENTRIES, [sorted(ids)])
    }
