"""Derived columns of an account: written here alone, without raising its version."""

from typing import Any

from .models import DERIVED, Account


def set_derived(account_id: int, **columns: Any) -> None:
    """Write derived columns by a plain UPDATE; audit and version are not touched.

    Raises ValueError for a column that people edit.
    """
    wrong = set(columns) - set(DERIVED)
    if wrong:
        raise ValueError(f"not derived: {', '.join(sorted(wrong))}")
    Account._base_manager.filter(pk=account_id).update(**columns)
