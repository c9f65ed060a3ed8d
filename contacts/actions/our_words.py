"""Publishing what we say of ourselves: what should set us apart, and whom we count as competitors."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from retention.lib import accepts
from retention.lib.errors import StaleVersion
from retention.lib.folding import folded
from retention.team.models import PeopleEvent, User
from retention.team.visibility import leads_people

from ..models import OurWords

BETWEEN = "|"
"""What parts a name from its other words where both stand on one line."""
MOST_DIFFERENCES, MOST_COMPETITORS, MOST_ALSO = 12, 50, 6
_name = accepts.text("The word", 120, required=True)
_also = accepts.text("The other word", 120, required=True)
_LISTS = {"differences": MOST_DIFFERENCES, "competitors": MOST_COMPETITORS}


@transaction.atomic
def publish_our_words(
    *, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> OurWords:
    """Publish the next version of both lists; what was not said stays.

    A list is rows of ``name`` and ``also``. Raises PermissionDenied, InputRefused, TextRefused, NotEditable,
    StaleVersion.
    """
    if not leads_people(by):
        raise PermissionDenied("Leads and admins keep our own words.")
    kept = accepts.accepted(changes, {name: _rows(most) for name, most in _LISTS.items()})
    now = OurWords.objects.order_by("-version").first()
    version = now.version if now else 0
    if expected_version is not None and expected_version != version:
        raise StaleVersion(expected=expected_version, current=version)
    lists = {name: kept[name] if name in kept else getattr(now, name, []) for name in _LISTS}
    try:
        with transaction.atomic():
            made = OurWords.objects.create(version=version + 1, by=by, at=at, **lists)
    except IntegrityError:
        raise StaleVersion(expected=version, current=version + 1) from None
    text = f"Published version {made.version} of what we say of ourselves"
    PeopleEvent.objects.create(at=at, actor=by, kind="our_words", text=text)
    return made


def _rows(most: int) -> accepts.Check:
    """A list of at most so many rows, no word of which stands there twice."""

    def check(value: Any, field: str) -> list[dict[str, Any]]:
        rows = [_row(row, field) for row in value or ()]
        if len(rows) > most:
            raise accepts.InputRefused(f"That is more than {most}: keep what counts.", field=field)
        _refuse_twice((word for row in rows for word in (row["name"], *row["also"])), field)
        return rows

    return check


def _row(row: Mapping[str, Any], field: str) -> dict[str, Any]:
    words = [_name(row.get("name"), field), *(_also(word, field) for word in row.get("also") or ())]
    if any(BETWEEN in word for word in words):
        raise accepts.InputRefused(f"Leave out “{BETWEEN}”: it stands between words.", field=field)
    if len(words) > MOST_ALSO + 1:
        raise accepts.InputRefused(f"“{words[0]}” has more than {MOST_ALSO} other words.", field=field)
    return {"name": words[0], "also": words[1:]}


def _refuse_twice(words: Iterable[str], field: str) -> None:
    seen: set[str] = set()
    for word, key in [(word, folded(word)) for word in words]:
        if key in seen:
            raise accepts.InputRefused(f"“{word}” stands there twice.", field=field)
        seen.add(key)
