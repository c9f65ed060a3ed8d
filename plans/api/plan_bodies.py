"""How plans look in the API, and what may be sent about them."""

from typing import Any

from rest_framework import serializers

from accounts.choosing import people_at_work
from accounts.models import Account
from retention.lib.api.fields import Body, CleanText, RecordBody, Reference, VisibleReference

from ..models import AccountPlan, TeamPlanTemplate
from ..plan_facts import PlanFacts
from ..planning.sections import FIELD
from ..planning.states import MOVES
from ..planning.templates import TEMPLATES

DAYS = ("period_start", "period_end", "horizon_end")
COLUMNS = (
    "id", "version", "account_id", "title", "state", "tier_at_start", "owner_id", *DAYS, "copied_from_id",
    "state_note", "approved_on", "approved_by_id", "signed_on", "signed_by_id", "last_reviewed_on",
    "next_review_on", "stale_on", "closed_on", "begun_with_id", "recorded_at",
)  # fmt: skip


def figure(**options: Any) -> serializers.DecimalField:
    """An amount of money, written as text."""
    return serializers.DecimalField(max_digits=16, decimal_places=2, allow_null=True, **options)


FIGURES = (
    "base", "renewals", "lines", "weighted_lines", "top_down", "bottom_up", "expected", "gap", "expected_gap",
)  # fmt: skip


class PlanRow(serializers.ModelSerializer[AccountPlan]):
    """A plan; how many of the sections its tier requires are filled, and whether it is stale today."""

    account_id = serializers.IntegerField(read_only=True)
    owner_id = serializers.IntegerField(read_only=True)
    copied_from_id = serializers.IntegerField(read_only=True, allow_null=True)
    begun_with_id = serializers.IntegerField(read_only=True, allow_null=True)
    approved_by_id = serializers.IntegerField(read_only=True, allow_null=True)
    signed_by_id = serializers.IntegerField(read_only=True, allow_null=True)
    tier_at_start = serializers.CharField(read_only=True)
    sections_filled = serializers.IntegerField(read_only=True)
    sections_required = serializers.IntegerField(read_only=True)
    missing_sections = serializers.ListField(child=serializers.CharField(), read_only=True)
    is_stale = serializers.BooleanField(read_only=True)

    class Meta:
        model = AccountPlan
        fields = (*COLUMNS, "sections_filled", "sections_required", "missing_sections", "is_stale")
        read_only_fields = fields


class PlanFieldRow(serializers.Serializer[Any]):
    """A short field of a plan. ``may_be_shared`` is what the field is, ``is_shared`` what somebody chose."""

    section = serializers.CharField()
    field = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # the name is ours
    text = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # the name is ours
    said_on = serializers.DateField(allow_null=True)
    may_be_shared = serializers.BooleanField()
    is_shared = serializers.BooleanField()


class GrowthRow(serializers.Serializer[Any]):
    """Yearly revenue from below against what is wanted from above; null where something is not known."""

    currency = serializers.CharField()
    base = figure()
    renewals = figure()
    lines = figure()
    weighted_lines = figure()
    top_down = figure()
    bottom_up = figure()
    expected = figure()
    gap = figure()
    expected_gap = figure()


class PlanWhole(PlanRow):
    """A plan with its short fields, progress, growth, and what keeps it from approval."""

    fields_said = PlanFieldRow(many=True, read_only=True)
    progress = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True, read_only=True)
    growth = GrowthRow(read_only=True)
    missing_for_approval = serializers.ListField(child=serializers.CharField(), read_only=True)
    remarks = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta(PlanRow.Meta):
        fields = (  # type: ignore[assignment]
            *PlanRow.Meta.fields, "fields_said", "progress", "growth", "missing_for_approval", "remarks",
        )  # fmt: skip


class AccountPlanWrite(RecordBody):
    """A plan of a year from ``period_start``.

    ``template`` is one of Keel's plans to begin with, ``team_template_id`` one that the account's team keeps.
    """

    account_id = VisibleReference(Account, source="account")
    owner_id = Reference(lambda user: people_at_work(), source="owner", required=False)
    title = CleanText(max_length=120, required=False, allow_blank=True)
    template = serializers.ChoiceField(choices=sorted(TEMPLATES), required=False)
    team_template_id = VisibleReference(TeamPlanTemplate, source="team_template", required=False)
    period_end = serializers.DateField(required=False)
    horizon_end = serializers.DateField(required=False)

    class Meta:
        model = AccountPlan
        fields = ("account_id", "owner_id", "title", "template", "team_template_id", *DAYS)


class AccountPlanEdit(Body):
    """Title, owner and days of a draft."""

    title = CleanText(max_length=120, required=False)
    owner_id = Reference(lambda user: people_at_work(), source="owner", required=False)
    period_start = serializers.DateField(required=False)
    period_end = serializers.DateField(required=False)
    horizon_end = serializers.DateField(required=False)


class MoveWrite(Body):
    """What happens with the plan; a note where it is sent back, doubted, amended or closed."""

    move = serializers.ChoiceField(choices=sorted(MOVES))
    note = CleanText(max_length=500, required=False, allow_blank=True, many_lines=True)


class ReviewWrite(Body):
    """What came of looking at the plan, and when it is looked at next."""

    note = CleanText(max_length=500, required=False, allow_blank=True, many_lines=True)
    next_review_on = serializers.DateField(required=False)


class FieldWrite(Body):
    """One short field of a draft. Source, day and ``is_shared`` only of fields that may be shared."""

    field = serializers.ChoiceField(choices=sorted(FIELD))
    text = CleanText(max_length=2000, allow_blank=True, many_lines=True, required=False)
    source = CleanText(max_length=200, allow_blank=True, required=False)  # type: ignore[assignment]
    said_on = serializers.DateField(required=False, allow_null=True)
    is_shared = serializers.BooleanField(required=False)


class GrowthWrite(Body):
    """Where a draft starts from and what is wanted, a year, in the account's currency."""

    base = figure(required=False)
    renewals = figure(required=False)
    top_down = figure(required=False)


def spelled_out(facts: PlanFacts) -> dict[str, Any]:
    """What a plan says and how it stands, as the API tells it."""
    frame, found = facts.frame, facts.growth
    currency = frame.currency if frame else facts.plan.account.currency
    figures = {name: getattr(found, name) for name in FIGURES}
    return {
        "fields_said": [
            {
                "section": each.section.key, "field": entry.field.key, "label": entry.field.label,
                "text": entry.text, "source": entry.source, "said_on": entry.said_on,
                "may_be_shared": entry.field.may_share, "is_shared": entry.is_shared,
            }
            for each in facts.sections
            for entry in each.entries
        ],
        "progress": facts.progress.value,
        "growth": {"currency": currency, **figures},
        "missing_for_approval": facts.missing,
        "remarks": facts.warnings,
    }  # fmt: skip
