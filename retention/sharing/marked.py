"""Which row a mark on the page of a link stands for."""

from hmac import compare_digest
from typing import Any

from plans.models import PlanAction, RoiTarget, ValueEntry

from .choices import OF_ACTION, OF_TARGET, OF_VALUE, WordKind
from .contents import STEP, TARGET, VALUE
from .models import ShareLink
from .secrets import row_mark


def row_behind(link: ShareLink, kind: WordKind, mark: str) -> int:
    """The number of the row of the plan that a word is about; 0 when the mark is of nothing shown there."""
    name, rows = _shown(link, kind)
    if rows is None:
        return 0
    said = mark.encode("utf-8", "surrogatepass")
    keys = rows.values_list("pk", flat=True)
    return next((pk for pk in keys if compare_digest(row_mark(link.digest, name, pk).encode(), said)), 0)


def _shown(link: ShareLink, kind: WordKind) -> tuple[str, Any]:
    account = link.plan.account_id
    if kind in OF_ACTION:
        return STEP, PlanAction.objects.shared().filter(objective__plan=link.plan_id)
    if kind in OF_VALUE:
        return VALUE, ValueEntry.objects.shared().filter(account=account)
    if kind in OF_TARGET:
        return TARGET, RoiTarget.objects.shared().filter(account=account)
    return "", None
