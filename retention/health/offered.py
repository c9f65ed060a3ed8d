"""What layers above know of a measure: they offer an expression over their own tables.

An offered expression has one name and the columns that are said here, and may read ``base``, ``standing`` and
the parameters of ``inputs`` (two clocks: what had happened, and what was known by then).
"""

SPONSORED = """
sponsored AS (
    SELECT NULL::bigint AS account_id, NULL::int AS interval_days, NULL::int AS days, NULL::bigint AS talk_id
    WHERE FALSE
)"""
"""By account, the pair of executives that is silent for longest against its interval; unoffered, nobody."""

_offered: dict[str, str] = {}


def offer(name: str, expression: str) -> None:
    """Give the expression ``name`` its rows; called while the applications start, before anything is read."""
    _offered[name] = expression


def sponsored() -> str:
    """The expression of pairs of executives."""
    return _offered.get("sponsored", SPONSORED)
