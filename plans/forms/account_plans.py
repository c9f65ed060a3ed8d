"""Forms of the plan as a whole: beginning it, its days, its moves, reviewing it, growth."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.choosing import people_at_work, products_on_sale, units_of
from accounts.models import Account
from retention.lib import accepts
from retention.lib.form_fields import AmountField, CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..actions.team_templates import TEMPLATE_CHECKS
from ..models import AccountPlan, GrowthFrame, GrowthLine, TeamPlanTemplate
from ..planning.states import Move
from ..planning.templates import TEMPLATES

BEGINNINGS = [
    ("", "An empty plan"),
    *((each.key, f"{each.label}. {each.note}") for each in TEMPLATES.values()),
]


OF_TEAM = "team-"
MOST_TEMPLATES = 50


def whole(label: str, least: int, most: int, **options: Any) -> forms.IntegerField:
    """A whole number, typed as text so that what cannot be read is kept."""
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(min_value=least, max_value=most, label=label, widget=widget, **options)


class StartPlanForm(ActionForm):
    """A plan for a year, empty or from a template."""

    template = forms.ChoiceField(
        choices=BEGINNINGS, required=False, label="Begin with", widget=forms.RadioSelect
    )
    title = CheckedField(
        accepts.text("The title", 120), required=False, label="Title", help_text="Empty: Plan and the year."
    )
    period_start = DayField(label="First day", help_text="It covers twelve months and looks two years ahead.")
    owner = RecordField(label="Who owns it")

    def __init__(self, *args: Any, account: Account, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, owner=people_at_work())
        self.initial.setdefault("owner", account.owner_id or user.pk)
        kept = TeamPlanTemplate.objects.visible_to(user).standing().filter(team=account.team_id)
        self.kept = {f"{OF_TEAM}{row.pk}": row for row in kept.order_by("name", "id")[:MOST_TEMPLATES]}
        theirs = [(key, f"{row.name}. {row.note}".strip()) for key, row in self.kept.items()]
        self.fields["template"].choices = [*BEGINNINGS, *theirs]  # type: ignore[attr-defined] # of words

    def fields_said(self) -> dict[str, Any]:
        """What was said; a template of the team by its record."""
        said = super().fields_said()
        chosen = self.kept.get(said.get("template") or "")
        return said | {"template": "", "team_template": chosen} if chosen else said


class TemplateForm(ActionForm):
    """A plan to begin with: its name, what it is for, and its lines."""

    name = CheckedField(TEMPLATE_CHECKS["name"], label="Name")
    note = CheckedField(TEMPLATE_CHECKS["note"], required=False, label="What it is for")
    outline = CheckedField(
        TEMPLATE_CHECKS["outline"], many_lines=True, rows=14, label="Objectives",
        help_text="An objective a line; below it = how we will know, - what is measured (unit), "
        "* month 3: what is done.",
    )  # fmt: skip
    prompts = CheckedField(
        TEMPLATE_CHECKS["prompts"], many_lines=True, rows=6, required=False, label="Prompts",
        help_text="What to ask oneself at a field, a line each: Why they bought: Ask who signed.",
    )  # fmt: skip

    def __init__(self, *args: Any, template: TeamPlanTemplate | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("name", "note", "outline", "prompts", "version") if template else ():
            self.initial.setdefault(name, getattr(template, name))


class EditPlanForm(ActionForm):
    """Title, owner and days of a draft."""

    title = CheckedField(accepts.text("The title", 120, required=True), label="Title")
    owner = RecordField(label="Who owns it")
    period_start = DayField(label="First day")
    period_end = DayField(label="Last day")
    horizon_end = DayField(label="Looks until", help_text="At most 24 months from its first day.")

    def __init__(self, *args: Any, plan: AccountPlan, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, owner=people_at_work())
        for name in ("title", "period_start", "period_end", "horizon_end", "version"):
            self.initial.setdefault(name, getattr(plan, name))
        self.initial.setdefault("owner", plan.owner_id)


class MoveForm(ActionForm):
    """One of the moves that the plan's state allows, and why."""

    move = forms.ChoiceField(label="What happens", widget=forms.RadioSelect)
    note = CheckedField(
        accepts.text("The reason", 500, many_lines=True), many_lines=True, required=False, label="Why",
        help_text="Needed when it is sent back, doubted, amended, set aside or closed.",
    )  # fmt: skip

    def __init__(self, *args: Any, plan: AccountPlan, moves: Sequence[Move], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["move"].choices = [(move.name, move.label) for move in moves]  # type: ignore[attr-defined]
        self.initial.setdefault("version", plan.version)
        if len(moves) == 1:
            self.initial.setdefault("move", moves[0].name)


class ReviewForm(ActionForm):
    """The plan was looked at: what came of it, and when next."""

    note = CheckedField(
        accepts.text("What came of the review", 500, many_lines=True),
        many_lines=True,
        required=False,
        label="What came of it",
    )
    next_review_on = DayField(label="Next review")


class GrowthForm(ActionForm):
    """Where the plan starts from and what is wanted, a year, in the account's currency."""

    base = AmountField(required=False, label="Yearly revenue at the start")
    renewals = AmountField(required=False, label="Renewals expected", help_text="What of it will be renewed.")
    top_down = AmountField(required=False, label="Wanted from above", help_text="Yearly revenue at the end.")

    def __init__(self, *args: Any, frame: GrowthFrame | None, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].required = True
        if frame is None:
            self.initial.update({"base": account.arr or None, "version": 1})
            return
        for name in ("base", "renewals", "top_down", "version"):
            self.initial.setdefault(name, getattr(frame, name))


class GrowthLineForm(ActionForm):
    """One expansion that the plan counts on."""

    what = CheckedField(accepts.text("The expansion", 200, required=True), label="What")
    product = RecordField(required=False, label="Product", empty_label="None in particular")
    unit = RecordField(required=False, label="Unit of theirs", empty_label="None in particular")
    amount = AmountField(label="Yearly amount")
    probability = whole("How likely, in percent", 0, 100)
    due_on = DayField(required=False, label="By")

    def __init__(
        self, *args: Any, user: User, account: Account, line: GrowthLine | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        also = [line.product_id] if line is not None and line.product_id else []
        offer(self, product=products_on_sale(also), unit=units_of(account, user))
        if line is not None:
            for name in ("what", "amount", "probability", "due_on", "version"):
                self.initial.setdefault(name, getattr(line, name))
            self.initial.setdefault("product", line.product_id)
            self.initial.setdefault("unit", line.unit_id)
