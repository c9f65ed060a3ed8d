"""How what hangs on a plan looks in the API, and what may be sent about it."""

from typing import Any

from rest_framework import serializers

from accounts.choosing import people_at_work
from accounts.models import OrgUnit, Product
from contacts.models import Contact
from retention.lib.api.fields import Body, CleanText, RecordBody, Reference, VisibleReference

from ..models import AccountPlan, GrowthLine, KeyResult, Objective, PlanAction, PlanRisk
from ..planning.words import ActionState, ObjectiveState, RiskState

ENDINGS = [each for each in ObjectiveState.choices if each[0] != ObjectiveState.OPEN]


def _of_ours(source: str, **options: Any) -> Reference:
    return Reference(lambda user: people_at_work(), source=source, required=False, **options)


def _of_theirs(source: str) -> VisibleReference:
    return VisibleReference(Contact, source=source, required=False, allow_null=True)


def _number() -> serializers.IntegerField:
    return serializers.IntegerField(read_only=True)


def _maybe() -> serializers.IntegerField:
    return serializers.IntegerField(read_only=True, allow_null=True)


def _text(longest: int, *, many_lines: bool = False) -> CleanText:
    return CleanText(max_length=longest, required=False, allow_blank=True, many_lines=many_lines)


def _figure(**options: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=15, decimal_places=4, **options)


class ObjectiveRow(serializers.ModelSerializer[Objective]):
    """An objective; it has one owner, of ours or of theirs."""

    plan_id = _number()
    stakeholder_id = _maybe()
    owner_id = _maybe()
    their_owner_id = _maybe()
    confirmed_by_id = _maybe()

    class Meta:
        model = Objective
        fields = (
            "id", "version", "plan_id", "goal", "text", "reason", "stakeholder_id", "owner_id",
            "their_owner_id", "measure", "due_on", "weight", "whose", "is_shared", "state", "settled_on",
            "settled_note", "confirmed_by_id", "recorded_at",
        )  # fmt: skip
        read_only_fields = fields


class ObjectiveEdit(RecordBody):
    """What may be written of an objective."""

    text = CleanText(max_length=300)
    reason = _text(500, many_lines=True)
    measure = _text(300)
    stakeholder_id = _of_theirs("stakeholder")
    owner_id = _of_ours("owner", allow_null=True)
    their_owner_id = _of_theirs("their_owner")
    weight = serializers.IntegerField(min_value=1, max_value=10, required=False)

    class Meta:
        model = Objective
        fields: tuple[str, ...] = (
            "goal", "text", "reason", "stakeholder_id", "owner_id", "their_owner_id", "measure", "due_on",
            "weight", "whose", "is_shared",
        )  # fmt: skip

    def get_fields(self) -> Any:
        """Nothing is required of a change."""
        fields = super().get_fields()
        if type(self) is ObjectiveEdit:
            for each in fields.values():
                each.required = False
        return fields


class ObjectiveWrite(ObjectiveEdit):
    """A new objective of a plan."""

    plan_id = VisibleReference(AccountPlan, source="plan")

    class Meta(ObjectiveEdit.Meta):
        fields = ("plan_id", *ObjectiveEdit.Meta.fields)


class ObjectiveEndingWrite(Body):
    """How an objective ended."""

    state = serializers.ChoiceField(choices=ENDINGS)
    on = serializers.DateField(required=False)
    note = _text(300)
    confirmed_by_id = _of_theirs("confirmed_by")


class KeyResultRow(serializers.ModelSerializer[KeyResult]):
    """A key result; ``attainment`` is between 0 and 1, null while something is not known."""

    COLUMNS = (
        "id", "version", "objective_id", "name", "unit", "baseline", "target", "current", "measured_on",
        "evidence", "weight", "recorded_at",
    )  # fmt: skip
    objective_id = _number()
    attainment = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True, read_only=True)

    class Meta:
        model = KeyResult
        fields = (
            "id", "version", "objective_id", "name", "unit", "baseline", "target", "current", "measured_on",
            "evidence", "weight", "recorded_at", "attainment",
        )  # fmt: skip
        read_only_fields = fields


class KeyResultEdit(Body):
    """What may be written of a key result; ``current`` moves by measuring alone."""

    name = CleanText(max_length=200, required=False)
    unit = _text(60)
    baseline = _figure(required=False, allow_null=True)
    target = _figure(required=False, allow_null=True)
    weight = serializers.IntegerField(min_value=1, max_value=10, required=False)


class KeyResultWrite(KeyResultEdit):
    """A new key result of an objective."""

    objective_id = VisibleReference(Objective, source="objective")
    name = CleanText(max_length=200)


class FigureWrite(Body):
    """Where a key result stands."""

    value = _figure()
    on = serializers.DateField(required=False)
    evidence = _text(300)


class PlanActionRow(serializers.ModelSerializer[PlanAction]):
    """An action; ``step_id`` is its row in somebody's day while the plan runs."""

    COLUMNS = (
        "id", "version", "objective_id", "text", "owner_id", "their_owner_id", "due_on", "state",
        "customer_benefit", "is_shared", "step_id", "recorded_at",
    )  # fmt: skip
    objective_id = _number()
    owner_id = _maybe()
    their_owner_id = _maybe()
    step_id = _maybe()
    our_benefit = serializers.CharField(read_only=True)

    class Meta:
        model = PlanAction
        fields = (
            "id", "version", "objective_id", "text", "owner_id", "their_owner_id", "due_on", "state",
            "customer_benefit", "is_shared", "step_id", "recorded_at", "our_benefit",
        )  # fmt: skip
        read_only_fields = fields


class PlanActionEdit(Body):
    """What may be written of an action; ``our_benefit`` is kept where nothing is ever shown."""

    text = CleanText(max_length=300, required=False)
    owner_id = _of_ours("owner", allow_null=True)
    their_owner_id = _of_theirs("their_owner")
    due_on = serializers.DateField(required=False, allow_null=True)
    customer_benefit = _text(300)
    our_benefit = _text(300)
    is_shared = serializers.BooleanField(required=False)


class PlanActionWrite(PlanActionEdit):
    """A new action of an objective."""

    objective_id = VisibleReference(Objective, source="objective")
    text = CleanText(max_length=300)


class PlanActionStateWrite(Body):
    """How far an action is."""

    state = serializers.ChoiceField(choices=ActionState.choices)


class PlanRiskRow(serializers.ModelSerializer[PlanRisk]):
    """A risk; ``is_overdue`` is computed for the reader's day."""

    COLUMNS = (
        "id", "version", "plan_id", "description", "cause", "likelihood", "impact", "early_sign",
        "mitigation", "owner_id", "due_on", "look_on", "looked_on", "looked_note", "state", "closed_on",
        "step_id", "recorded_at",
    )  # fmt: skip
    plan_id = _number()
    owner_id = _number()
    step_id = _maybe()
    is_overdue = serializers.BooleanField(read_only=True)

    class Meta:
        model = PlanRisk
        fields = (
            "id", "version", "plan_id", "description", "cause", "likelihood", "impact", "early_sign",
            "mitigation", "owner_id", "due_on", "look_on", "looked_on", "looked_note", "state", "closed_on",
            "step_id", "recorded_at", "is_overdue",
        )  # fmt: skip
        read_only_fields = fields


class PlanRiskEdit(Body):
    """What may be written of a risk."""

    description = CleanText(max_length=500, required=False, many_lines=True)
    cause = _text(300)
    likelihood = serializers.IntegerField(min_value=1, max_value=5, required=False)
    impact = serializers.DecimalField(max_digits=14, decimal_places=2, required=False, allow_null=True)
    early_sign = _text(300)
    mitigation = _text(1000, many_lines=True)
    owner_id = _of_ours("owner")
    due_on = serializers.DateField(required=False, allow_null=True)
    look_on = serializers.DateField(required=False)
    state = serializers.ChoiceField(choices=RiskState.choices, required=False)


class PlanRiskWrite(PlanRiskEdit):
    """A new risk of a plan."""

    plan_id = VisibleReference(AccountPlan, source="plan")
    description = CleanText(max_length=500, many_lines=True)
    likelihood = serializers.IntegerField(min_value=1, max_value=5)


class LookWrite(Body):
    """What a look at a risk found, and when the next one is."""

    note = _text(500, many_lines=True)
    look_on = serializers.DateField(required=False)


class GrowthLineRow(serializers.ModelSerializer[GrowthLine]):
    """An expansion: yearly amount in the account's currency, probability in percent."""

    plan_id = _number()
    product_id = _maybe()
    unit_id = _maybe()

    class Meta:
        model = GrowthLine
        fields = (
            "id", "version", "plan_id", "what", "product_id", "unit_id", "amount", "probability", "due_on",
            "recorded_at",
        )  # fmt: skip
        read_only_fields = fields


class GrowthLineEdit(Body):
    """What may be written of an expansion."""

    what = CleanText(max_length=200, required=False)
    product_id = Reference(
        lambda user: Product.objects.all(), source="product", required=False, allow_null=True
    )
    unit_id = VisibleReference(OrgUnit, source="unit", required=False, allow_null=True)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, required=False)
    probability = serializers.IntegerField(min_value=0, max_value=100, required=False)
    due_on = serializers.DateField(required=False, allow_null=True)


class GrowthLineWrite(GrowthLineEdit):
    """A new expansion of a plan."""

    plan_id = VisibleReference(AccountPlan, source="plan")
    what = CleanText(max_length=200)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)
    probability = serializers.IntegerField(min_value=0, max_value=100)
