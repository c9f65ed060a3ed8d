"""What was entered at the survivor of a merger about records that go back with the other account."""

from typing import Any

from .models import Account
from .watching import watched

ABOUT = ("contact", "contract", "predecessor", "renewal")
"""Keys that say what a row is about; other keys may lead to accounts of the same group."""
MOST_STEPS = 10


def follow(survivor: int, returned: int) -> int:
    """Rows of the survivor that are about a record of the account that came back go with it; how many."""
    total = 0
    for _step in range(MOST_STEPS):
        moved = sum(_follow(model, survivor, returned) for model in _placed())
        total += moved
        if not moved:
            break
    return total


def _placed() -> list[Any]:
    return [model for model, _lookups in watched() if model is not Account and _has(model, "account")]


def _has(model: Any, name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)


def _follow(model: Any, survivor: int, returned: int) -> int:
    moved = 0
    for name in ABOUT:
        if not _has(model, name) or not _has(model._meta.get_field(name).related_model, "account"):
            continue
        rows = model._base_manager.filter(account=survivor, **{f"{name}__account": returned})
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        if ids:
            moved += model._base_manager.filter(pk__in=ids).update(account=returned)
    return moved
