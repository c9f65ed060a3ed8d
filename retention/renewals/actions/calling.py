"""The owner's call: how this renewal will go, a human judgement with what it rests on."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from retention.lib import accepts
from retention.lib.records import save_edit
from retention.team.models import User

from ..calls import OMITTED, PlanInput, check_evidence
from ..models import ForecastCategory, OwnerCall, Renewal
from .risk_plans import has_plan, write_plan
from .standing import read_open, settle, story

_call = accepts.one_of("The call", ForecastCategory, required=False)
_note = accepts.text("The note", 500)
_amount = accepts.amount("The expected amount")


@transaction.atomic
def set_call(
    *,
    renewal: Renewal,
    call: str,
    note: str,
    by: User,
    at: datetime,
    expected_version: int | None,
    forecast_arr: Decimal | None = None,
    plan: PlanInput | None = None,
    left_out_as: str = "",
) -> Renewal:
    """Say how this renewal will go: the owner's judgement, never derived; empty takes it back.

    ``forecast_arr``: expected renewed ARR, the amount said before (at first what is available) unless said.
    At risk needs a plan, unless one stands. Raises PermissionDenied, RenewalIsClosed, EvidenceMissing,
    InputRefused, TextRefused, CannotOwn, StaleVersion.
    """
    _, row = read_open(renewal, by)
    kept, why = _call(call, "call"), _note(note, "note")
    has_one = plan is not None or has_plan(row)
    check_evidence(kept, note=why, has_plan=has_one, left_out_as=left_out_as)
    amount = expected_amount(row) if forecast_arr is None else _amount(forecast_arr, "forecast_arr")
    changes = {"call": kept, "call_note": why, "call_at": at, "call_by": by}
    save_edit(row, changes, expected_version=expected_version)
    if plan is not None:
        write_plan(row, plan, by=by, at=at)
    OwnerCall.objects.create(
        renewal=row, call=kept, note=why, forecast_arr=amount, by=by, at=at,
        left_out_as=left_out_as if kept == OMITTED else "",
    )  # fmt: skip
    said = f"called {ForecastCategory(kept).label}" if kept else "is no longer called"
    return settle(row, "renewal_called", story(row, said, why), by=by, at=at)


def expected_amount(row: Renewal) -> Decimal:
    """The renewed ARR that the standing call expects; what is available while nothing was said."""
    said = OwnerCall.objects.filter(renewal=row).order_by("-id").first()
    return said.forecast_arr if said else row.atr
