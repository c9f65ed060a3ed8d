"""What was sent by a form of the page behind a link, and the action that it means."""

import re
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from plans.models import PlanAction, RoiTarget, ValueEntry
from retention.lib.errors import DomainError
from retention.sharing import actions
from retention.sharing.choices import WordKind
from retention.sharing.marked import row_behind
from retention.sharing.models import ShareLink
from retention.sharing.secrets import ROW_MARK

MARK = re.compile(rf"[0-9a-f]{{{ROW_MARK}}}")


class OursAreNotTheirs(DomainError):
    """Somebody of ours is signed in where a customer speaks."""


class FormFromElsewhere(DomainError):
    """The form does not come from this page."""


def about(request: HttpRequest) -> tuple[str, str]:
    """Which form was sent, so that what was typed stands in it again."""
    kind, key = request.POST.get("what", ""), request.POST.get("key", "")
    known = kind if kind in WordKind.values else WordKind.COMMENT.value
    return known, key if MARK.fullmatch(key) else ""


def say(link: ShareLink, at: datetime, *, what: str, key: str, name: str, text: str) -> None:
    """Call the action of a word; what is not on the plan is refused there."""
    said: dict[str, Any] = {"link": link, "name": name, "text": text, "at": at}
    row = row_behind(link, WordKind(what), key)
    if what == WordKind.COMMENT:
        actions.comment(**said)
    elif what == WordKind.ACCEPTED:
        actions.accept_plan(**said)
    elif what == WordKind.DONE:
        actions.mark_done(action=PlanAction(pk=row), **said)
    elif what in (WordKind.CONFIRMED, WordKind.DISPUTED):
        actions.answer_value(entry=ValueEntry(pk=row), agrees=what == WordKind.CONFIRMED, **said)
    else:
        does = actions.agree_target if what == WordKind.AGREED else actions.reach_target
        does(target=RoiTarget(pk=row), **said)
