"""What a plan has in common with others: its objectives and fields as lines, without the customer's words."""

from .models import AccountPlan
from .planning.outline import month_of, write_outline, write_prompts
from .planning.quarters import LEAST_MONTHS
from .planning.sections import FIELD, SECTION, SECTION_OF
from .planning.templates import KeyResultTemplate, ObjectiveTemplate
from .planning.words import ActionState, Goal, ObjectiveState, Whose


def outline_of(plan: AccountPlan) -> str:
    """Objectives with their measures and actions, days as months of the plan; nobody's name, no figure."""
    rows = plan.objectives.exclude(state=ObjectiveState.DROPPED).order_by("due_on", "id")
    found = []
    for row in rows.prefetch_related("key_results", "actions"):
        due = LEAST_MONTHS if row.due_on is None else month_of(plan.period_start, row.due_on)
        actions = [
            (each.text, due if each.due_on is None else month_of(plan.period_start, each.due_on))
            for each in sorted(row.actions.all(), key=lambda each: each.pk)
            if each.state != ActionState.DROPPED
        ]
        results = sorted(row.key_results.all(), key=lambda each: each.pk)
        found.append(
            ObjectiveTemplate(
                Goal(row.goal), row.text, due, Whose(row.whose),
                tuple(KeyResultTemplate(each.name, each.unit) for each in results),
                tuple(sorted(actions, key=lambda each: each[1])), row.measure,
            )
        )  # fmt: skip
    return write_outline(found)


def prompts_of(plan: AccountPlan) -> str:
    """For each short field that the plan says something in, the question it answers."""
    said = plan.texts.exclude(text="").values_list("field", flat=True).union(
        plan.notes.filter(action=None).exclude(text="").values_list("field", flat=True)
    )  # fmt: skip
    return write_prompts({key: FIELD[key].help or SECTION[SECTION_OF[key]].question for key in said})
