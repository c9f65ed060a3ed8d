"""Contracts, lines and parents as they were known on a day: the audit trail keeps every version of them.

A record is read in its last version of that day. Contracts entered later have none: they count as they were
known a day after they were entered, by the dates that they bear (docs/methods.md, CARR). With an instant
given, what was entered after it is left out.
"""

from datetime import date, datetime, timedelta
from typing import Any

from .questions import Question, Statement

LIVE = """contract AS NOT MATERIALIZED (
    SELECT id, account_id, currency, state, signed_on, notice_received_on, end_cause, predecessor_id,
        false AS is_later FROM accounts_contract
), contract_line AS NOT MATERIALIZED (SELECT * FROM accounts_contractline
), pause AS NOT MATERIALIZED (SELECT id, line_id, lost_on FROM accounts_linesuspension
), renewal AS NOT MATERIALIZED (
    SELECT id, contract_id, term_end, stage, closed_on, joined_to_id FROM renewals_renewal
)"""
"""The tables as they are."""

_VERSION = """SELECT DISTINCT ON (e.pgh_obj_id) {columns} FROM {table} e JOIN known k ON k.id = {contract}
    WHERE e.pgh_created_at < k.until ORDER BY e.pgh_obj_id, e.pgh_id DESC"""
_CONTRACT = "account_id currency notice_received_on end_cause predecessor_id pgh_label"
_LINE = (
    "contract_id product_id org_unit_id description arr start_on end_on is_recurring escalator_on "
    "superseded_by_id agreed_end_on pgh_label"
)
_RENEWAL = "contract_id term_end stage closed_on joined_to_id"
_SIGNED = (
    "CASE WHEN k.is_later THEN coalesce(e.signed_on, e.entered_on, e.term_start) ELSE e.signed_on END "
    "AS signed_on, e.state AS state_then"
)


def _version(table: str, columns: str, contract: str, *more: str) -> str:
    named = ", ".join(("e.pgh_obj_id AS id", *(f"e.{name}" for name in columns.split()), *more))
    return _VERSION.format(columns=named, table=table, contract=contract)


_KNOWN = """known AS MATERIALIZED (
    SELECT pgh_obj_id AS id, min(pgh_created_at) >= %(then)s AS is_later, CASE
        WHEN min(pgh_created_at) < %(then)s THEN %(then)s
        ELSE min(pgh_created_at) + interval '1 day' END AS until
    FROM accounts_contractevent GROUP BY pgh_obj_id
    HAVING NOT %(is_strict)s OR min(pgh_created_at) < %(then)s
), contract AS MATERIALIZED (
    SELECT v.*, CASE WHEN v.is_later THEN coalesce(c.state, 'draft') ELSE v.state_then END AS state
    FROM ({contract}) v LEFT JOIN accounts_contract c ON c.id = v.id WHERE v.pgh_label <> 'delete'
), contract_line AS MATERIALIZED (
    SELECT * FROM ({line}) v WHERE v.pgh_label <> 'delete'
), pause AS MATERIALIZED (
    SELECT * FROM (
        SELECT DISTINCT ON (e.pgh_obj_id) e.pgh_obj_id AS id, e.line_id, e.lost_on, e.pgh_label
        FROM accounts_linesuspensionevent e JOIN contract_line l ON l.id = e.line_id
        JOIN known k ON k.id = l.contract_id WHERE e.pgh_created_at < k.until
        ORDER BY e.pgh_obj_id, e.pgh_id DESC
    ) v WHERE v.pgh_label <> 'delete'
), renewal AS MATERIALIZED (
    {renewal}
)"""
KNOWN = _KNOWN.format(
    contract=_version("accounts_contractevent", _CONTRACT, "e.pgh_obj_id", _SIGNED, "k.is_later"),
    line=_version("accounts_contractlineevent", _LINE, "e.contract_id"),
    renewal=_version("renewals_renewalevent", _RENEWAL, "e.contract_id"),
)
"""The same as they were known. A renewal that was lost and won since was lost then."""

_PARENTS_THEN = """up AS MATERIALIZED (
    SELECT a.id, CASE WHEN t.id IS NULL THEN a.parent_id ELSE t.parent_id END AS parent_id
    FROM accounts_account a LEFT JOIN (
        SELECT DISTINCT ON (e.pgh_obj_id) e.pgh_obj_id AS id, e.parent_id
        FROM accounts_accountevent e JOIN (
            SELECT pgh_obj_id, min(pgh_created_at) AS first_at FROM accounts_accountevent
            WHERE pgh_obj_id IN (SELECT pgh_obj_id FROM accounts_accountevent WHERE parent_id IS NOT NULL)
            GROUP BY pgh_obj_id
        ) f USING (pgh_obj_id)
        WHERE e.pgh_created_at < CASE WHEN f.first_at < %(then)s THEN %(then)s
            ELSE f.first_at + interval '1 day' END
        ORDER BY e.pgh_obj_id, e.pgh_id DESC
    ) t ON t.id = a.id
)"""
_PARENTS_NOW = "up AS NOT MATERIALIZED (SELECT id, parent_id FROM accounts_account)"


def books(question: Question) -> Statement:
    """``contract``, ``contract_line``, ``pause`` and ``renewal`` as the question's last day knew them."""
    if question.known_at is None and not question.is_past:
        return Statement(LIVE, {})
    return Statement(KNOWN, {"then": turn_of(question), "is_strict": question.known_at is not None})


def parents(question: Question) -> Statement:
    """``up``: every account with its parent on the question's last day."""
    if question.known_at is None and not question.is_past:
        return Statement(_PARENTS_NOW, {})
    params: dict[str, Any] = {"then": turn_of(question)}
    return Statement(_PARENTS_THEN, params)


def turn_of(question: Question) -> date | datetime:
    """What was recorded from here on is not known yet."""
    return question.known_at or question.end + timedelta(days=1)
