"""What writing to a renewal takes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from accounts.models import Contract
from contacts.models import Contact, Touchpoint
from retention.lib.api.fields import Body, CleanText, VisibleReference, VisibleReferences

from ..calls import LEFT_OUT_AS
from ..choices import (
    CLOSED_STAGES,
    Controllable,
    ForecastCategory,
    Negotiation,
    NoticeMethod,
    RenewalStage,
    RootCause,
    VoidReason,
    WinReason,
    WouldReturn,
)
from ..models import Renewal
from .plans import PlanWrite

OPEN_STAGES = [stage for stage in RenewalStage.choices if stage[0] not in CLOSED_STAGES]
OUTCOMES = [stage for stage in RenewalStage.choices if stage[0] in CLOSED_STAGES]
MOST_LINES = 500
LARGEST_ID = 2**62


class CallWrite(Body):
    """The owner's judgement; an empty call takes it back.

    ``note`` lists the conditions of a best case; at risk comes with a plan unless one stands.
    """

    call = serializers.ChoiceField(ForecastCategory.choices, allow_blank=True)
    note = CleanText(max_length=500, required=False, allow_blank=True, default="")
    forecast_arr = serializers.DecimalField(
        max_digits=16, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    plan = PlanWrite(required=False)
    left_out_as = serializers.ChoiceField(list(LEFT_OUT_AS.items()), required=False)


def _day() -> serializers.DateField:
    return serializers.DateField(required=False, allow_null=True)


def _text(longest: int) -> CleanText:
    return CleanText(max_length=longest, required=False, allow_blank=True)


def _months() -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=120, required=False, allow_null=True)


class FactsWrite(Body):
    """Facts that the gates of the stages ask for; leave out what stays, null or empty takes back."""

    health_reviewed_on = _day()
    contacts_checked_on = _day()
    value_summary = _text(500)
    conversation_id = VisibleReference(Touchpoint, source="conversation", required=False, allow_null=True)
    scope = _text(500)
    term_wanted_months = _months()
    decision_process = _text(500)
    customer_decides_on = _day()
    proposal_sent_on = _day()
    proposal_arr = serializers.DecimalField(
        max_digits=16, decimal_places=2, min_value=Decimal(0), required=False, allow_null=True
    )
    proposal_term_months = _months()
    proposal_uplift_pct = serializers.DecimalField(
        max_digits=6, decimal_places=2, min_value=Decimal(-100), required=False, allow_null=True
    )
    proposal_valid_until = _day()
    response = _text(500)
    objects_to_price = serializers.BooleanField(required=False)
    negotiation = serializers.ChoiceField(Negotiation.choices, required=False, allow_blank=True)
    verbal_by_id = VisibleReference(Contact, source="verbal_by", required=False, allow_null=True)
    verbal_on = _day()
    paper_out_on = _day()
    paper_to_id = VisibleReference(Contact, source="paper_to", required=False, allow_null=True)
    signed_on = _day()
    notice_method = serializers.ChoiceField(NoticeMethod.choices, required=False, allow_blank=True)
    notice_document = _text(300)


class StageWrite(Body):
    """The stage to move to, why when it goes back, and facts that open its gate.

    ``overrides``: a team lead goes past what is missing, for a reason.
    """

    stage = serializers.ChoiceField(OPEN_STAGES)
    reason = CleanText(max_length=300, required=False, allow_blank=True, default="")
    facts = FactsWrite(required=False)
    overrides = serializers.BooleanField(required=False, default=False)


class CauseWrite(Body):
    """What really was the cause, as somebody judges who does not look after the account."""

    root_cause = serializers.ChoiceField(RootCause.choices, required=False, allow_blank=True)
    sub_code = _text(24)
    secondary = serializers.ListField(
        child=serializers.ChoiceField(RootCause.choices), max_length=2, required=False
    )
    evidence = _text(500)
    controllable = serializers.ChoiceField(Controllable.choices, required=False, allow_blank=True)
    is_regrettable = serializers.BooleanField(required=False, allow_null=True)
    competitor = _text(120)
    preventable_if = _text(500)


class ReasonWrite(CauseWrite):
    """Why something was lost: the customer's words, and what it was where you may judge it."""

    stated_reason = CleanText(max_length=500)
    known_since = _day()
    would_return = serializers.ChoiceField(WouldReturn.choices, required=False, allow_blank=True)
    win_back_on = _day()


class ReturnWrite(Body):
    """Whether they would come back, and the day to ask again; null drops it."""

    would_return = serializers.ChoiceField(WouldReturn.choices)
    win_back_on = serializers.DateField(allow_null=True)


class ReopenWrite(Body):
    """Why an outcome is taken back."""

    reason = CleanText(max_length=300)


class JoinWrite(Body):
    """Renewals of the same account to be decided together with this one, and why."""

    others = VisibleReferences(Renewal)
    reason = CleanText(max_length=300)


class SplitWrite(Body):
    """Why a renewal is decided by itself again."""

    reason = CleanText(max_length=300)


class VoidWrite(Body):
    """Why this never was a renewal."""

    reason = serializers.ChoiceField(VoidReason.choices)
    note = CleanText(max_length=500, required=False, allow_blank=True, default="")


class LineWrite(Body):
    """What one line that ends is worth a year from now on, and why when that is less."""

    line_id = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    arr_after = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=Decimal(0))
    reason = ReasonWrite(required=False)


class RenewalEndWrite(Body):
    """How it ended, on which day, and the contract that follows where there is one.

    What is lost or becomes less needs a reason: one for the renewal, or one for each such line.
    """

    stage = serializers.ChoiceField(OUTCOMES)
    on = serializers.DateField()
    note = CleanText(max_length=500, required=False, allow_blank=True, default="")
    successor_id = VisibleReference(Contract, source="successor", required=False, allow_null=True)
    reason = ReasonWrite(required=False)
    lines = LineWrite(many=True, required=False)
    win_reasons = serializers.ListField(
        child=serializers.ChoiceField(WinReason.choices), max_length=6, required=False
    )

    def validate_lines(self, lines: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Each line once, and not too many."""
        ids = [line["line_id"] for line in lines]
        if len(ids) > MOST_LINES or len(ids) != len(set(ids)):
            raise serializers.ValidationError(f"Name each line once, at most {MOST_LINES}.")
        return lines


def outcome_of(asked: dict[str, Any]) -> dict[str, Any]:
    """The body of an outcome as the action takes it."""
    lines = asked.pop("lines", [])
    return {
        **asked,
        "lines": {line["line_id"]: line["arr_after"] for line in lines},
        "line_reasons": {line["line_id"]: line["reason"] for line in lines if "reason" in line},
    }
