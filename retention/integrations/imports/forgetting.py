"""Staged rows of finished imports go when nothing can be taken back any more; the report stays readable.

Kept are the rows that were not taken, with their reasons, and of each account, contact and product the last
cells its source said: only by them can the next import tell what the source changed from what people changed.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from accounts.models import RecordType

from ..models import Import, ImportState, RowState
from .actions import UNDO_FOR
from .known import SEEN_BEFORE
from .looking import report_of

COMPARED = (RecordType.ACCOUNT, RecordType.CONTACT, RecordType.PRODUCT)
STAYING = (RowState.REJECTED, RowState.UNCLEAR, RowState.KEPT)

_DELETE = """
DELETE FROM integrations_importrow WHERE id IN (
    SELECT r.id FROM integrations_importrow r
    WHERE r.of_id = %(of)s AND NOT r.state = ANY(%(staying)s) AND NOT (
        r.record_type = ANY(%(compared)s) AND r.record_id IS NOT NULL AND r.state = ANY(%(seen)s)
        AND NOT EXISTS (
            SELECT 1 FROM integrations_importrow later JOIN integrations_import i ON i.id = later.of_id
            WHERE later.record_type = r.record_type AND later.key = r.key AND later.record_id IS NOT NULL
              AND later.id > r.id AND later.of_id <> r.of_id AND later.state = ANY(%(seen)s)
              AND i.source = %(source)s AND i.state = %(applied)s
        )
    ) ORDER BY r.id LIMIT %(limit)s
)
"""
_STRIP = """
UPDATE integrations_importrow SET draft = NULL, before = NULL WHERE id IN (
    SELECT id FROM integrations_importrow
    WHERE of_id = %(of)s AND (draft IS NOT NULL OR before IS NOT NULL) ORDER BY id LIMIT %(limit)s
)
"""


def forget_rows(now: datetime, limit: int) -> int:
    """Forget up to *limit* rows of one finished import; how many. Harmless twice, late or side by side."""
    with transaction.atomic():
        of = _finished(now - UNDO_FOR)
        if of is None:
            return 0
        if "report" not in of.summary:
            of.summary["report"] = report_of(of)
        done = _rows(_DELETE, of, limit) or _rows(_STRIP, of, limit)
        if done == 0:
            of.summary["rows_forgotten"] = now.isoformat()
        of.save(update_fields=["summary"])
    return done


def _finished(until: datetime) -> Import | None:
    """The oldest import that was applied or taken back before that moment and still has its rows."""
    over = Q(state=ImportState.APPLIED, applied_at__lt=until) | Q(
        state=ImportState.UNDONE, undone_at__lt=until
    )
    rows = Import.objects.filter(over, summary__rows_forgotten__isnull=True).order_by("id")
    return rows.select_for_update(skip_locked=True, of=("self",)).first()


def _rows(statement: str, of: Import, limit: int) -> int:
    given: dict[str, Any] = {
        "of": of.pk,
        "source": of.source,
        "applied": ImportState.APPLIED.value,
        "staying": [state.value for state in STAYING],
        "compared": [kind.value for kind in COMPARED],
        "seen": [state.value for state in SEEN_BEFORE],
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        count: int = cursor.rowcount
    return count
