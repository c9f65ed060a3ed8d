"""What a link shows, read from the plan: only what is marked to be shown, and only its named columns."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Max, Prefetch

from accounts.models import Account, AccountTeamMember
from contacts.models import Contact
from plans.attainment import Goal, Reading, standing
from plans.choices import ProofState, TargetState
from plans.models import AccountPlan, Measurement, Objective, PlanAction, PlanEdition, RoiTarget, ValueEntry
from plans.planning.progress import attainment, weighted
from plans.planning.words import ObjectiveState
from retention.reviews.choices import OPEN_STATES, ReviewKind, ReviewState
from retention.reviews.models import BusinessReview

from .choices import WordKind
from .labels import LABELS
from .models import ClientWord, ShareLink
from .shown import (
    OURS,
    THEIRS,
    SharedGoal,
    SharedMeasure,
    SharedPerson,
    SharedPlan,
    SharedStep,
    SharedTarget,
    SharedText,
    SharedValue,
    SharedWord,
    status_sentence,
)

STANDINGS = {
    "confirmed": "Confirmed", "reached": "Reached", "missed": "Missed", "behind": "Behind",
    "on_track": "On track", "unknown": "Not measured yet",
}  # fmt: skip
PROOFS = {
    ProofState.EVIDENCED: "Waits for your word", ProofState.CONFIRMED: "Confirmed",
    ProofState.DISPUTED: "Disputed",
}  # fmt: skip
MOST = 100
"""Of each kind; a plan of more is no plan to read."""


def shared_plan(link: ShareLink, *, on: date) -> SharedPlan:
    """Gather it in a dozen queries. *link* was read with ``WITH_ALL`` of its model."""
    plan, account = link.plan, link.plan.account
    meetings = list(
        BusinessReview.objects.filter(account=account, state__in=(*OPEN_STATES, ReviewState.HELD))
        .exclude(kind=ReviewKind.INTERNAL).order_by("day", "id").values_list("kind", "state", "day")
    )  # fmt: skip
    since = max(
        [day for _, state, day in meetings if state == ReviewState.HELD and day <= on], default=_since(plan)
    )
    goals = _goals(plan) if link.shows_goals else ()
    targets = _targets(link, on) if link.shows_goals else ()
    steps = _steps(plan, on) if link.shows_actions else ()
    edition = PlanEdition.objects.filter(plan=plan).aggregate(number=Max("number"))["number"] or 0
    values = _values(link, since) if link.shows_value else ()
    words = _words(link, _names(targets, values, steps))
    return SharedPlan(
        company=str(settings.KEEL_COMPANY), account=account.name, title=plan.title,
        begins_on=plan.period_start, ends_on=plan.period_end, as_of=on, since=since,
        version=edition, sentence=status_sentence(goals, targets, steps),
        reader=link.contact.name if link.contact else "", may_confirm=link.contact is not None,
        is_accepted=_is_accepted(link, edition),
        texts=_texts(plan) if link.shows_goals else (), goals=goals, targets=targets,
        values=values, steps=steps,
        people=_people(link, goals, steps) if link.shows_people else (),
        reviews=_reviews(link, on, meetings) if link.shows_reviews else (), words=words,
    )  # fmt: skip


def _since(plan: AccountPlan) -> date:
    """What is new: since the plan was last looked at together, else since it began."""
    return plan.last_reviewed_on or plan.period_start


def _texts(plan: AccountPlan) -> tuple[SharedText, ...]:
    order = list(LABELS)
    rows = sorted(plan.texts.shared()[:MOST], key=lambda row: order.index(row.field))
    return tuple(SharedText(LABELS[row.field], row.text, row.source, row.said_on) for row in rows)


def _goals(plan: AccountPlan) -> tuple[SharedGoal, ...]:
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


def _targets(link: ShareLink, on: date) -> tuple[SharedTarget, ...]:
    current = Measurement.objects.current().filter(is_void=False, measured_on__lte=on)
    people = ("agreed_with__person", "confirmed_by__person")
    rows = RoiTarget.objects.shared().filter(account=link.plan.account_id).select_related(*people)
    rows = rows.prefetch_related(Prefetch("measurements", current.order_by("measured_on", "id")))
    return tuple(_target(row, link, on) for row in rows.order_by("due_on", "id")[:MOST])


def _target(row: RoiTarget, link: ShareLink, on: date) -> SharedTarget:
    measured = list(row.measurements.all())
    last = measured[-1] if measured else None
    goal = Goal(row.baseline, row.baseline_on, row.target, row.due_on)
    reading = Reading(last.measured_on, last.value) if last else None
    word = standing(goal, reading, on, is_confirmed=row.confirmed_on is not None)
    is_proposed = row.state == TargetState.PROPOSED
    return SharedTarget(
        key=row.pk, metric=row.metric, unit=row.unit, baseline=row.baseline, baseline_on=row.baseline_on,
        target=row.target, due_on=row.due_on, actual=last.value if last else None,
        measured_on=last.measured_on if last else None,
        standing="Proposed" if is_proposed else STANDINGS[word],
        agreed_by=row.agreed_with.name if row.agreed_with else "", agreed_on=row.agreed_on,
        confirmed_by=row.confirmed_by.name if row.confirmed_by else "", confirmed_on=row.confirmed_on,
        may_agree=link.contact_id is not None and is_proposed and row.source == "customer",
        may_confirm=link.contact_id is not None and word == "reached" and row.is_agreed,
    )  # fmt: skip


def _values(link: ShareLink, since: date) -> tuple[SharedValue, ...]:
    rows = ValueEntry.objects.shared().filter(account=link.plan.account_id)
    rows = rows.select_related("answered_by__person").order_by("-happened_on", "-id")[:MOST]
    return tuple(
        SharedValue(
            key=row.pk, what=row.what, happened_on=row.happened_on, amount=row.amount, currency=row.currency,
            method=row.method, proof=PROOFS[ProofState(row.state)],
            answered_by=row.answered_by.name if row.answered_by else "", is_new=row.happened_on >= since,
            may_answer=link.contact_id is not None and row.state == ProofState.EVIDENCED,
        )
        for row in rows
    )  # fmt: skip


def _steps(plan: AccountPlan, on: date) -> tuple[SharedStep, ...]:
    rows = PlanAction.objects.shared().filter(objective__plan=plan)
    rows = rows.exclude(objective__state=ObjectiveState.DROPPED).select_related(
        "owner", "their_owner__person"
    )
    found = tuple(
        SharedStep(
            key=row.pk, text=row.text, side=THEIRS if row.their_owner_id else OURS, owner=row.owner_name,
            due_on=row.due_on, state=row.get_state_display(), is_open=row.is_open, is_late=row.is_late(on=on),
            benefit=row.customer_benefit,
        )
        for row in rows.order_by("due_on", "id")[:MOST]
    )  # fmt: skip
    return tuple(sorted(found, key=lambda step: not step.is_open))


def _people(
    link: ShareLink, goals: Iterable[SharedGoal], steps: Iterable[SharedStep]
) -> tuple[SharedPerson, ...]:
    account = link.plan.account
    found: dict[tuple[str, str], SharedPerson] = {}
    for name, role in _of_ours(account, link.plan):
        found.setdefault((OURS, name), SharedPerson(name, role, OURS))
    if link.contact is not None:
        person = SharedPerson(link.contact.name, link.contact.title, THEIRS)
        found[(THEIRS, person.name)] = person
    named: list[Any] = [*goals, *steps]
    names = sorted({row.owner for row in named if row.owner and row.side == THEIRS})
    seats = Contact.objects.filter(account=account, person__name__in=names)
    titles = dict(seats.values_list("person__name", "title"))
    for name in names:
        found.setdefault((THEIRS, name), SharedPerson(name, titles.get(name, ""), THEIRS))
    return tuple(found.values())


def _of_ours(account: Account, plan: AccountPlan) -> list[tuple[str, str]]:
    rows = [(account.owner.name, "Account manager")] if account.owner else []
    team = AccountTeamMember.objects.current().filter(account=account).select_related("user")
    team = team.filter(user__is_active=True)
    rows += [(row.user.name, row.get_function_display()) for row in team.order_by("is_backup", "id")[:MOST]]
    return [*rows, (plan.owner.name, "Owner of this plan")]


def _reviews(
    link: ShareLink, on: date, meetings: Iterable[tuple[str, str, date]]
) -> tuple[tuple[str, date], ...]:
    """Days to come: of reviews with them, of the plan, of targets that are shown."""
    plan = link.plan
    found: list[tuple[str, date | None]] = [
        (str(ReviewKind(kind).label), day) for kind, state, day in meetings if state in OPEN_STATES
    ]
    found.append(("We look at this plan", plan.next_review_on))
    if link.shows_goals:
        rows = RoiTarget.objects.shared().agreed().filter(account=plan.account_id, next_review_on__gte=on)
        found += [
            (f"We look at “{row.metric}”", row.next_review_on) for row in rows.order_by("next_review_on")
        ]
    return tuple((what, day) for what, day in found[:MOST] if day is not None and day >= on)


def _names(
    targets: Iterable[SharedTarget], values: Iterable[SharedValue], steps: Iterable[SharedStep]
) -> dict[tuple[str, int], str]:
    """What is shown now, by its kind and number: a word names nothing that was taken off the plan."""
    return (
        {("target_id", row.key): row.metric for row in targets}
        | {("value_id", row.key): row.what for row in values}
        | {("action_id", row.key): row.text for row in steps}
    )


def _words(link: ShareLink, names: dict[tuple[str, int], str]) -> tuple[SharedWord, ...]:
    rows = ClientWord.objects.filter(link=link).select_related("settled_by").order_by("-at", "-id")[:MOST]
    return tuple(
        SharedWord(
            name=row.name, what=_what(row, names), text=row.text, at=row.at, answer=row.answer,
            answered_by=row.settled_by.name if row.answer and row.settled_by else "",
        )
        for row in rows
    )  # fmt: skip


def _what(row: ClientWord, names: dict[tuple[str, int], str]) -> str:
    columns = ("action_id", "value_id", "target_id")
    about = next(filter(None, (names.get((name, getattr(row, name) or 0)) for name in columns)), "")
    word = str(row.get_kind_display())
    return f"{word}: {about}" if about else word


def _is_accepted(link: ShareLink, number: int) -> bool:
    rows = ClientWord.objects.filter(link=link, kind=WordKind.ACCEPTED)
    return rows.filter(edition__number=number).exists() if number else rows.filter(edition=None).exists()
