"""What of a plan's contents a link shows: texts, goals, targets, benefits, steps."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch

from plans.attainment import Goal, Reading, standing
from plans.choices import ProofState, TargetState
from plans.models import AccountPlan, Measurement, Objective, PlanAction, RoiTarget, ValueEntry
from plans.planning.progress import attainment, weighted
from plans.planning.words import ObjectiveState

from .labels import LABELS
from .models import ShareLink
from .secrets import row_mark
from .shown import (
    OURS,
    THEIRS,
    SharedGoal,
    SharedMeasure,
    SharedMilestone,
    SharedStep,
    SharedTarget,
    SharedText,
    SharedValue,
)

STANDINGS = {
    "confirmed": "Confirmed", "reached": "Reached", "missed": "Missed", "behind": "Behind",
    "on_track": "On track", "unknown": "Not measured yet",
}  # fmt: skip
PROOFS = {
    ProofState.EVIDENCED: "Waits for your word", ProofState.CONFIRMED: "Confirmed",
    ProofState.DISPUTED: "Disputed",
}  # fmt: skip
TARGET, VALUE, STEP = "target", "value", "step"
"""What a row is marked as."""
MOST = 100
"""Of each kind; a plan of more is no plan to read."""


def texts_of(plan: AccountPlan) -> tuple[SharedText, ...]:
    """Their own words, as far as marked."""
    order = list(LABELS)
    rows = sorted(plan.texts.shared()[:MOST], key=lambda row: order.index(row.field))
    return tuple(SharedText(LABELS[row.field], row.text, row.source, row.said_on) for row in rows)


def goals_of(plan: AccountPlan) -> tuple[SharedGoal, ...]:
    """Joint objectives that are marked, with their measures."""
    rows = Objective.objects.shared().filter(plan=plan).exclude(state=ObjectiveState.DROPPED)
    rows = rows.select_related("owner", "their_owner__person").prefetch_related("key_results")
    return tuple(_goal(row) for row in rows.order_by("due_on", "id")[:MOST])


def _goal(row: Objective) -> SharedGoal:
    results = sorted(row.key_results.all(), key=lambda each: each.pk)
    progress = weighted(
        (attainment(each.baseline, each.target, each.current), each.weight) for each in results
    )
    measures = tuple(
        SharedMeasure(
            each.name, each.unit, each.baseline, each.target, each.current, each.measured_on
        )
        for each in results
    )  # fmt: skip
    return SharedGoal(
        text=row.text, reason=row.reason, measure=row.measure, due_on=row.due_on, owner=row.owner_name,
        side=THEIRS if row.their_owner_id else OURS, state=row.get_state_display(), way=progress.value,
        measures=measures,
    )  # fmt: skip


def targets_of(link: ShareLink, on: date) -> tuple[SharedTarget, ...]:
    """Targets that are marked, with the last measurement."""
    current = Measurement.objects.current().filter(is_void=False, measured_on__lte=on)
    people = ("agreed_with__person", "confirmed_by__person")
    rows = RoiTarget.objects.shared().filter(account=link.plan.account_id).select_related(*people)
    rows = rows.prefetch_related(Prefetch("measurements", current.order_by("measured_on", "id")))
    return tuple(_target(row, link, on) for row in rows.order_by("due_on", "id")[:MOST])


def _target(row: RoiTarget, link: ShareLink, on: date) -> SharedTarget:
    measured = list(row.measurements.all())
    last = measured[-1] if measured else None
    reading = Reading(last.measured_on, last.value) if last else None
    word = standing(row.goal, reading, on, is_confirmed=row.confirmed_on is not None)
    is_proposed = row.state == TargetState.PROPOSED
    return SharedTarget(
        key=row_mark(link.digest, TARGET, row.pk),
        metric=row.metric, unit=row.unit, baseline=row.baseline, baseline_on=row.baseline_on,
        target=row.target, due_on=row.due_on, actual=last.value if last else None,
        measured_on=last.measured_on if last else None,
        standing="Proposed" if is_proposed else STANDINGS[word],
        agreed_by=row.agreed_with.name if row.agreed_with else "", agreed_on=row.agreed_on,
        confirmed_by=row.confirmed_by.name if row.confirmed_by else "", confirmed_on=row.confirmed_on,
        may_agree=link.contact_id is not None and is_proposed and row.source == "customer",
        may_confirm=link.contact_id is not None and word == "reached" and row.is_agreed,
        milestones=_milestones(row.goal, measured, on) if link.shows_milestones else (),
    )  # fmt: skip


def _milestones(goal: Goal, measured: Sequence[Measurement], on: date) -> tuple[SharedMilestone, ...]:
    """Each with how it stood on its day, by the last figure measured until then."""
    rises = goal.target > goal.baseline

    def had(point: Reading) -> str:
        if point.on > on:
            return "Ahead"
        until = [row.value for row in measured if row.measured_on <= point.on]
        if not until:
            return "Not measured"
        return "Reached" if (until[-1] >= point.value if rises else until[-1] <= point.value) else "Missed"

    return tuple(SharedMilestone(point.on, point.value, had(point)) for point in goal.milestones)


def values_of(link: ShareLink, since: date) -> tuple[SharedValue, ...]:
    """Benefits that are marked and have evidence; new ones happened since the last look together."""
    rows = ValueEntry.objects.shared().filter(account=link.plan.account_id)
    rows = rows.select_related("answered_by__person").order_by("-happened_on", "-id")[:MOST]
    return tuple(
        SharedValue(
            key=row_mark(link.digest, VALUE, row.pk),
            what=row.what, happened_on=row.happened_on, amount=row.amount, currency=row.currency,
            method=row.method, proof=PROOFS[ProofState(row.state)],
            answered_by=row.answered_by.name if row.answered_by else "", is_new=row.happened_on >= since,
            may_answer=link.contact_id is not None and row.state == ProofState.EVIDENCED,
        )
        for row in rows
    )  # fmt: skip


def steps_of(link: ShareLink, on: date) -> tuple[SharedStep, ...]:
    """Steps that are marked, open ones first."""
    rows = PlanAction.objects.shared().filter(objective__plan=link.plan_id)
    rows = rows.exclude(objective__state=ObjectiveState.DROPPED).select_related(
        "owner", "their_owner__person"
    )
    found = tuple(
        SharedStep(
            key=row_mark(link.digest, STEP, row.pk),
            text=row.text, side=THEIRS if row.their_owner_id else OURS, owner=row.owner_name,
            due_on=row.due_on, state=row.get_state_display(), is_open=row.is_open, is_late=row.is_late(on=on),
            benefit=row.customer_benefit,
        )
        for row in rows.order_by("due_on", "id")[:MOST]
    )  # fmt: skip
    return tuple(sorted(found, key=lambda step: not step.is_open))
