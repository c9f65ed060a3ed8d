"""Judging why renewals were lost, after they are closed: root causes, the unknown, the way back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.lib import accepts
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User
from retention.team.visibility import leads_people

from ..choices import RootCause, WouldReturn
from ..models import LossReason
from ..reasons import UNKNOWN, ReasonRefused, check_cause
from .reasons import JUDGED, SAID, judgement, may_judge, refuse_many, refuse_owner, refuse_past
from .standing import read_editable, settle, story
from .win_backs import drop_win_back, plan_win_back


@transaction.atomic
def judge_cause(
    *,
    reason: LossReason,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> LossReason:
    """Set the root cause behind the customer's words, or set another one.

    Raises PermissionDenied, ReasonRefused, InputRefused, TextRefused, StaleVersion.
    """
    _, row = read_editable(reason.renewal, by)
    kept = accepts.accepted(changes, JUDGED)
    refuse_owner(row, by)
    now = LossReason.objects.get(pk=reason.pk, renewal=row)
    check_cause({**{name: getattr(now, name) for name in JUDGED}, **kept})
    refuse_many(kept)
    judged = {**kept, **judgement(row, kept.get("root_cause", now.root_cause), by, at)}
    save_edit(now, judged, expected_version=expected_version)
    cause = str(RootCause(now.root_cause).label)
    settle(row, "renewal_cause", story(row, "has its root cause", cause), by=by, at=at)
    return now


@transaction.atomic
def approve_unknown(
    *, reason: LossReason, by: User, at: datetime, expected_version: int | None = None
) -> LossReason:
    """A lead agrees that the cause cannot be found out.

    Raises PermissionDenied, ReasonRefused, StaleVersion.
    """
    _, row = read_editable(reason.renewal, by)
    if not (leads_people(by) and may_judge(row, by)):
        raise PermissionDenied
    now = LossReason.objects.get(pk=reason.pk, renewal=row)
    if now.root_cause != UNKNOWN or now.approved_by_id is not None:
        raise ReasonRefused("There is nothing to agree to: it is not called unknown, or somebody did.")
    save_edit(now, {"approved_by": by, "approved_at": at}, expected_version=expected_version)
    settle(row, "renewal_cause", story(row, "stays without a known cause"), by=by, at=at)
    return now


@transaction.atomic
def plan_return(
    *,
    reason: LossReason,
    win_back_on: Any,
    would_return: str,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> LossReason:
    """Say whether they would return and when to ask again; the step moves with the day.

    Raises PermissionDenied, InputRefused, StaleVersion.
    """
    _, row = read_editable(reason.renewal, by)
    now = LossReason.objects.select_related("renewal__account__owner").get(pk=reason.pk, renewal=row)
    kept = accepts.accepted({"win_back_on": win_back_on, "would_return": would_return}, SAID)
    kept["would_return"] = kept["would_return"] or WouldReturn.UNKNOWN
    refuse_past(kept, local_day(at, by.time_zone))
    drop_win_back(now, by=by, at=at)
    save_edit(now, kept, expected_version=expected_version)
    plan_win_back(now, by=by, at=at)
    said = f"would return: {now.get_would_return_display().lower()}, "
    said += f"ask again on {now.win_back_on:%-d %B %Y}" if now.win_back_on else "nobody asks again"
    settle(row, "renewal_win_back", story(row, "has its way back", said), by=by, at=at)
    return now
