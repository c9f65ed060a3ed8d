"""What a merger of accounts changes, row by row, whoever changes it (docs/methods.md, Mergers of customers).

Watched is every table with a key to an account, or to a record that has one: a new table is covered the day
it is made. Layers say which of theirs are only history or derived (``leave_out``), and which rows a merger
writes that go when it is taken back (``goes_with_a_merger``).
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, Model, Q

from retention.lib.moved import Moved

from .models import DERIVED, Account, ExternalId, RecordType

_left_out: set[str] = {"accounts.AccountMerger", "accounts.ArrMovement"}
_gone_again: set[str] = set()
_NEVER = frozenset({"version", "recorded_at"})
Rows = dict[str, dict[int, dict[str, Any]]]


@dataclass
class Changes:
    """Values that changed, rows that went, and rows that were written and go again."""

    moved: list[Moved] = field(default_factory=list)
    removed: list[Moved] = field(default_factory=list)
    made: list[Moved] = field(default_factory=list)


def leave_out(*labels: str) -> None:
    """These tables are history or derived: a merger that is taken back leaves them, or they are rebuilt."""
    _left_out.update(labels)


def goes_with_a_merger(*labels: str) -> None:
    """Rows of these tables that a merger wrote are deleted when it is taken back."""
    _gone_again.update(labels)


def watched() -> Iterator[tuple[type[Model], list[str]]]:
    """Every watched table with the lookups that lead to its accounts."""
    direct = {model: _keys_to(model, {Account}) for model in _tables()}
    holders = {model for model, names in direct.items() if names}
    for model, names in direct.items():
        further = [f"{key}__{name}" for key in _keys_to(model, holders) for name in _of(model, key, direct)]
        if (names or further) and model._meta.label not in _left_out:
            yield model, [*names, *further]
    yield ExternalId, []


def left_out() -> frozenset[str]:
    """The tables that are not watched."""
    return frozenset(_left_out)


def snapshot(account_ids: Collection[int]) -> Rows:
    """Every row that hangs on these accounts, as it is."""
    return {
        model._meta.label: _read(model, _ids(model, lookups, account_ids)) for model, lookups in watched()
    }


def changes(before: Rows, account_ids: Collection[int]) -> Changes:
    """What became of these rows since."""
    found = Changes()
    for model, lookups in watched():
        label, known = model._meta.label, before[model._meta.label]
        now = _read(model, known)
        found.removed += [{"table": label, "row": row} for pk, row in known.items() if pk not in now]
        found.moved += _moved(model, known, now)
        if label in _gone_again:
            fresh = sorted(_ids(model, lookups, account_ids) - set(known))
            found.made += [{"table": label, "ids": fresh}] if fresh else []
    return found


def _tables() -> list[type[Model]]:
    found = [model for model in apps.get_models() if not hasattr(model, "pgh_tracked_model")]
    ours = {config.label for config in apps.get_app_configs() if config.name.partition(".")[0] in _OURS}
    return [model for model in found if model._meta.app_label in ours and model._meta.managed]


_OURS = frozenset({"accounts", "contacts", "plans", "retention"})


def _keys_to(model: type[Model], targets: Collection[type[Model]]) -> list[str]:
    return [
        each.name
        for each in model._meta.concrete_fields
        if isinstance(each, ForeignKey) and each.related_model in targets and each.related_model is not model
    ] + (["pk", "parent"] if model is Account and Account in targets else [])


def _of(model: type[Model], key: str, direct: dict[type[Model], list[str]]) -> list[str]:
    if key in ("pk", "parent"):
        return []
    target: Any = model._meta.get_field(key).related_model
    return [] if target is Account else [name for name in direct[target] if name != "parent"]


def _ids(model: type[Model], lookups: Collection[str], account_ids: Collection[int]) -> set[int]:
    asked = Q()
    for lookup in lookups:
        asked |= Q(**{f"{lookup}__in": list(account_ids)})
    if model is ExternalId:
        asked = Q(record_type=RecordType.ACCOUNT, record_id__in=list(account_ids))
    return set(model._base_manager.filter(asked).order_by().values_list("pk", flat=True))


def _read(model: type[Model], ids: Collection[int]) -> dict[int, dict[str, Any]]:
    if not ids:
        return {}
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, to_jsonb(t)::text FROM {table} t WHERE id = ANY(%s) ORDER BY id",  # noqa: S608
            [sorted(ids)],
        )
        return {pk: json.loads(text, parse_float=str) for pk, text in cursor.fetchall()}


def _moved(
    model: type[Model], known: dict[int, dict[str, Any]], now: dict[int, dict[str, Any]]
) -> list[Moved]:
    derived = {*_NEVER, *(DERIVED if model is Account else ())}
    columns = [str(each.column) for each in model._meta.concrete_fields if not each.generated]
    columns = [name for name in columns if name not in derived]
    groups: dict[str, list[int]] = defaultdict(list)
    for pk, row in now.items():
        before = known[pk]
        names = [name for name in columns if before.get(name) != row.get(name)]
        if names:
            old, new = ({name: each.get(name) for name in names} for each in (before, row))
            groups[json.dumps([old, new])].append(pk)
    pairs = [(*json.loads(key), ids) for key, ids in groups.items()]
    return [{"table": model._meta.label, "ids": ids, "old": old, "new": new} for old, new, ids in pairs]
