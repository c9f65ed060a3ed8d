"""What a link shows, read from the plan: only what is marked to be shown, and only its named columns."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Max

from accounts.models import Account, AccountTeamMember
from contacts.models import Contact
from plans.models import AccountPlan, PlanEdition, RoiTarget
from retention.reviews.choices import OPEN_STATES, ReviewKind, ReviewState
from retention.reviews.models import BusinessReview

from .choices import WordKind
from .contents import MOST, STEP, TARGET, VALUE, goals_of, steps_of, targets_of, texts_of, values_of
from .models import ClientWord, ShareLink
from .proof import given_to, kpis_of
from .secrets import row_mark
from .sentence import status_sentence
from .shown import (
    OURS,
    THEIRS,
    SharedGoal,
    SharedPerson,
    SharedPlan,
    SharedStep,
    SharedTarget,
    SharedValue,
    SharedWord,
)


def shared_plan(link: ShareLink, *, on: date) -> SharedPlan:
    """Gather it in some fifteen queries. *link* was read with ``WITH_ALL`` of its model."""
    plan, account = link.plan, link.plan.account
    meetings = list(
        BusinessReview.objects.filter(account=account, state__in=(*OPEN_STATES, ReviewState.HELD))
        .exclude(kind=ReviewKind.INTERNAL).order_by("day", "id").values_list("kind", "state", "day")
    )  # fmt: skip
    since = max(
        [day for _, state, day in meetings if state == ReviewState.HELD and day <= on], default=_since(plan)
    )
    goals = goals_of(plan) if link.shows_goals else ()
    targets = targets_of(link, on) if link.shows_goals else ()
    steps = steps_of(link, on) if link.shows_actions else ()
    edition = PlanEdition.objects.filter(plan=plan).aggregate(number=Max("number"))["number"] or 0
    values = values_of(link, since) if link.shows_value else ()
    words = _words(link, _names(targets, values, steps))
    return SharedPlan(
        company=str(settings.KEEL_COMPANY), account=account.name, title=plan.title,
        begins_on=plan.period_start, ends_on=plan.period_end, as_of=on, since=since,
        version=edition, sentence=status_sentence(goals, targets, steps),
        reader=link.contact.name if link.contact else "", may_confirm=link.contact is not None,
        is_accepted=_is_accepted(link, edition),
        texts=texts_of(plan) if link.shows_goals else (), goals=goals, targets=targets,
        values=values, steps=steps,
        people=_people(link, goals, steps) if link.shows_people else (),
        reviews=_reviews(link, on, meetings) if link.shows_reviews else (), words=words,
        kpis=kpis_of(link, on) if link.shows_kpis else (), given=given_to(link) if link.shows_given else (),
        region=link.region,
    )  # fmt: skip


def _since(plan: AccountPlan) -> date:
    """What is new: since the plan was last looked at together, else since it began."""
    return plan.last_reviewed_on or plan.period_start


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
) -> dict[str, str]:
    """What is shown now, by its mark: a word names nothing that was taken off the plan."""
    return (
        {row.key: row.metric for row in targets}
        | {row.key: row.what for row in values}
        | {row.key: row.text for row in steps}
    )


def _words(link: ShareLink, names: dict[str, str]) -> tuple[SharedWord, ...]:
    rows = ClientWord.objects.filter(link=link).select_related("settled_by").order_by("-at", "-id")[:MOST]
    return tuple(
        SharedWord(
            name=row.name, what=_what(row, link, names), text=row.text, at=row.at, answer=row.answer,
            answered_by=row.settled_by.name if row.answer and row.settled_by else "",
        )
        for row in rows
    )  # fmt: skip


def _what(row: ClientWord, link: ShareLink, names: dict[str, str]) -> str:
    rows = ((STEP, row.action_id), (VALUE, row.value_id), (TARGET, row.target_id))
    marks = [row_mark(link.digest, kind, pk) for kind, pk in rows if pk is not None]
    about = names.get(marks[0], "") if marks else ""
    word = str(row.get_kind_display())
    return f"{word}: {about}" if about else word


def _is_accepted(link: ShareLink, number: int) -> bool:
    rows = ClientWord.objects.filter(link=link, kind=WordKind.ACCEPTED)
    return rows.filter(edition__number=number).exists() if number else rows.filter(edition=None).exists()
