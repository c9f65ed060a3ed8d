"""Changes in the reader's words: “Tier: C core → A strategic; Sector: Hotels”."""

from collections.abc import Mapping
from typing import Any

from django.db import models

LONGEST_VALUE = 60


def changes_in_words(record: models.Model, changes: Mapping[str, Any]) -> str:
    """One clause per changed field, with what it was where that is short. *record* is still unchanged."""
    return "; ".join(_clause(record, field, value) for field, value in changes.items())


def _clause(record: models.Model, field: str, value: Any) -> str:
    column = record._meta.get_field(field)
    name = str(getattr(column, "verbose_name", field)).capitalize()
    old, new = _shown(column, getattr(record, field)), _shown(column, value)
    if len(old) > LONGEST_VALUE or len(new) > LONGEST_VALUE:
        return f"{name} changed"
    return f"{name}: {old} → {new}"


def _shown(column: Any, value: Any) -> str:
    if value in (None, ""):
        return "—"
    return str(dict(getattr(column, "flatchoices", None) or ()).get(value, value))
