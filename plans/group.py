"""The plan of a parent covers its group: how the accounts below it are planned for, as a reader sees them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count

from accounts.models import Account
from retention.team.visibility import Reader

from .choices import TargetState
from .fullness import fullness_of
from .models import AccountPlan, Objective, RoiTarget
from .planning.completeness import Completeness
from .planning.progress import Progress, attainment, weighted
from .planning.states import LEADS_APPROVE
from .planning.words import ObjectiveState

LEVELS, MOST = 6, 200


@dataclass(frozen=True, slots=True)
class GroupRow:
    """An account of the group: its plan that is not over, how full, how far, what they agreed to."""

    account: Account
    plan: AccountPlan | None
    full: Completeness | None
    objectives: int
    progress: Progress
    targets: int

    @property
    def lacks_a_plan(self) -> bool:
        """A strategic or key account without a plan that is not over."""
        return self.plan is None and self.account.tier in LEADS_APPROVE


@dataclass(frozen=True, slots=True)
class Group:
    """The accounts of a group and their sums; ``revenue`` is yearly, by currency, and never added across."""

    rows: tuple[GroupRow, ...]
    revenue: tuple[tuple[str, Decimal], ...]
    progress: Progress
    cut_off: bool

    @property
    def planned(self) -> int:
        """How many have a plan that is not over."""
        return sum(row.plan is not None for row in self.rows)

    @property
    def lacking(self) -> int:
        """How many should have one and have none."""
        return sum(row.lacks_a_plan for row in self.rows)

    @property
    def objectives(self) -> int:
        """Objectives of all their plans."""
        return sum(row.objectives for row in self.rows)

    @property
    def targets(self) -> int:
        """Targets that they agreed to."""
        return sum(row.targets for row in self.rows)


def below(account_id: int) -> list[int]:
    """Ids of everything under an account, level by level; the database refuses circles."""
    found: list[int] = []
    level: Collection[int] = [account_id]
    for _ in range(LEVELS):
        level = list(Account._base_manager.filter(parent__in=level).values_list("pk", flat=True)[: MOST * 5])
        found += level
        if not level:
            break
    return found


def group_of(account: Account, user: Reader) -> Group:
    """The group under *account* as *user* sees it: accounts they do not see neither stand nor count there.

    One query a level and six more. See docs/methods.md, Account plan.
    """
    ids = below(account.pk)
    seen = Account.objects.visible_to(user).filter(pk__in=ids).order_by("name_key", "id")[: MOST + 1]
    accounts = list(seen)[:MOST]
    plans = _plans(accounts, user)
    full = fullness_of(list(plans.values()))
    progress = _progress(list(plans.values()), user)
    agreed = RoiTarget.objects.visible_to(user).filter(account__in=accounts, state=TargetState.AGREED)
    targets = dict(agreed.order_by().values_list("account_id").annotate(count=Count("pk")))
    rows = []
    for each in accounts:
        plan = plans.get(each.pk)
        parts = progress.get(plan.pk, []) if plan else []
        rows.append(
            GroupRow(
                each, plan, full[plan.pk] if plan else None, len(parts), weighted(parts),
                targets.get(each.pk, 0),
            )
        )  # fmt: skip
    whole = weighted(part for parts in progress.values() for part in parts)
    return Group(tuple(rows), _revenue(accounts), whole, len(seen) > MOST)


def _plans(accounts: Sequence[Account], user: Reader) -> dict[int, AccountPlan]:
    """By account the plan that runs, else the newest that is not over."""
    rows = AccountPlan.objects.visible_to(user).unfinished().filter(account__in=accounts)
    found: dict[int, AccountPlan] = {}
    for plan in rows.select_related("owner").order_by("period_start", "id"):
        known = found.get(plan.account_id)
        if known is None or not known.is_running:
            found[plan.account_id] = plan
    return found


def _progress(plans: Sequence[AccountPlan], user: Reader) -> dict[int, list[tuple[Decimal | None, int]]]:
    """By plan how far each of its objectives is, and its weight."""
    rows = Objective.objects.visible_to(user).filter(plan__in=plans).exclude(state=ObjectiveState.DROPPED)
    found: dict[int, list[tuple[Decimal | None, int]]] = defaultdict(list)
    for row in rows.prefetch_related("key_results").order_by("id"):
        results = weighted(
            (attainment(each.baseline, each.target, each.current), each.weight)
            for each in row.key_results.all()
        )
        found[row.plan_id].append((results.value, row.weight))
    return found


def _revenue(accounts: Sequence[Account]) -> tuple[tuple[str, Decimal], ...]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for each in accounts:
        if each.arr:
            sums[each.currency] += each.arr
    return tuple(sorted(sums.items()))


def stale_in(group: Group, *, on: date) -> int:
    """How many of their plans nobody has looked at for too long."""
    return sum(row.plan is not None and row.plan.is_stale(on=on) for row in group.rows)
