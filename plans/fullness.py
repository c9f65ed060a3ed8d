"""Which sections of plans say something, by their own fields and by other records, for many plans at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import CharField, QuerySet, Value

from accounts.models import Account, AccountTeamMember
from contacts.knowledge.words import Topic
from contacts.models import KnownFact, RoleOnMap

from .choices import TargetState
from .models import (
    AccountPlan,
    GrowthFrame,
    GrowthLine,
    Lesson,
    Objective,
    PlanNote,
    PlanRisk,
    PlanText,
    RoiTarget,
    ValueEntry,
    WhitespaceCell,
)
from .planning.completeness import Completeness, completeness
from .planning.room_words import CellState
from .planning.sections import OUR_BENEFIT, SECTION_OF
from .planning.words import ObjectiveState

NEEDED = {"profile": "why_bought", "business": "priority_1"}
"""Sections that a certain field alone makes full; the others are by any of theirs."""
Filled = dict[int, set[str]]
Rows = QuerySet[Any]


def filled_sections(plans: Collection[AccountPlan]) -> Filled:
    """By plan the keys of the sections that say something, in three queries however many plans there are."""
    found: Filled = defaultdict(set)
    of_account: dict[int, list[int]] = defaultdict(list)
    for plan in plans:
        of_account[plan.account_id].append(plan.pk)
        if plan.next_review_on is not None:
            found[plan.pk].add("reviews")
    ids = [plan.pk for plan in plans]
    for plan_id, field in _said(ids):
        section = SECTION_OF[field]
        if NEEDED.get(section, field) == field:
            found[plan_id].add(section)
    for key, plan_id in _each(_hanging(ids), "plan_id"):
        found[plan_id].add(key)
    for key, account_id in _each(_at_accounts(list(of_account)), "account_id"):
        for plan_id in of_account[account_id]:
            found[plan_id].add(key)
    return found


def _said(ids: Collection[int]) -> Iterable[tuple[int, str]]:
    texts: Rows = PlanText._base_manager.filter(plan__in=ids)
    notes: Rows = PlanNote._base_manager.filter(plan__in=ids).exclude(field=OUR_BENEFIT)
    said = [rows.exclude(text="").order_by().values_list("plan_id", "field") for rows in (texts, notes)]
    return said[0].union(said[1])


def _hanging(ids: Collection[int]) -> list[tuple[str, Rows]]:
    """Sections filled by rows of the plan."""
    objectives = Objective._base_manager.exclude(state=ObjectiveState.DROPPED)
    wanted = GrowthFrame._base_manager.filter(top_down__isnull=False)
    rows: list[tuple[str, Rows]] = [
        ("goals", objectives),
        ("risks", PlanRisk._base_manager.all()),
        ("growth", GrowthLine._base_manager.all()),
        ("growth", wanted),
    ]
    return [(key, each.filter(plan__in=ids)) for key, each in rows]


def _at_accounts(ids: Collection[int]) -> list[tuple[str, Rows]]:
    """Sections filled by records of the account itself: nothing of them is copied into a plan."""
    agreed = RoiTarget._base_manager.filter(state=TargetState.AGREED)
    rows: list[tuple[str, Rows]] = [
        ("win", agreed),
        ("value", ValueEntry._base_manager.all()),
        ("map", RoleOnMap.objects.current()),
        ("team", AccountTeamMember._base_manager.all()),
        ("knowledge", KnownFact.objects.current()),
        ("value", Lesson.objects.standing().filter(taught_on__isnull=False)),
        ("communication", Lesson.objects.open()),
        ("white_space", WhitespaceCell._base_manager.exclude(state=CellState.UNKNOWN)),
    ]
    won: Rows = Account._base_manager.filter(pk__in=ids).exclude(definition_of_win="")
    rows.append(("win", KnownFact.objects.current().filter(topic=Topic.WIN)))
    found = [(key, each.filter(account__in=ids)) for key, each in rows]
    return [*found, ("win", won)]


def _each(questions: list[tuple[str, Rows]], column: str) -> Iterable[tuple[str, int]]:
    """One query for all of them: the key of the section and what it is filled for."""
    parts = [
        rows.order_by()
        .annotate(section=Value(key, CharField()))
        .values_list("section", "pk" if rows.model is Account else column)
        for key, rows in questions
    ]
    found: Rows = parts[0].union(*parts[1:])
    return found


def fullness_of(plans: Collection[AccountPlan]) -> dict[int, Completeness]:
    """Completeness by plan (docs/methods.md, Account plan)."""
    filled = filled_sections(plans)
    return {plan.pk: completeness(plan.tier_at_start, filled[plan.pk]) for plan in plans}
