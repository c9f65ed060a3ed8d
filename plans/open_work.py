"""What is somebody's in this layer, for handing over: plans they own, the KPIs they read."""

from datetime import datetime

from retention.lib.errors import DomainError
from retention.team.models import User
from retention.team.open_work import OpenItem, OpenWork

from .actions.giving import give_plan
from .actions.kpis import edit_kpi
from .kpi_results import span_of
from .models import AccountPlan, Kpi
from .models.kpis import KpiQuerySet
from .models.plan import PlanQuerySet


class NobodyToPlan(DomainError):
    """A plan that is not over is somebody's."""


class NobodyToRead(DomainError):
    """A KPI is somebody's."""


def _kpis(person: User) -> KpiQuerySet:
    rows: KpiQuerySet = Kpi.objects.current().filter(owner=person).select_related("account")
    return rows.order_by("account__name_key", "id")


def _item(row: Kpi) -> OpenItem:
    since = span_of(row.frequency, row.starts_on).name
    return OpenItem(row.name, f"{row.account.name}, since {since}", f"/accounts/{row.account_id}/kpis/")


def hand_over_kpis(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Let *to* read every KPI that runs. Raises NobodyToRead, InputRefused."""
    if to is None:
        raise NobodyToRead("Somebody must take over the KPIs.", field="kpis")
    rows = list(_kpis(person))
    for row in rows:
        edit_kpi(kpi=row, changes={"owner": to}, by=by, at=at)
    return len(rows)


KPIS = OpenWork(
    order=84,
    name="kpis",
    label="KPIs they read",
    rows=_kpis,
    item=_item,
    hand_over=hand_over_kpis,
    out_of_sight=lambda person: _kpis(person).count() - _kpis(person).visible_to(person).count(),
)


def _plans(person: User) -> PlanQuerySet:
    """Plans at customers of others: those at their own go with the customer."""
    rows: PlanQuerySet = AccountPlan.objects.unfinished().filter(owner=person)
    rows = rows.exclude(account__owner=person).select_related("account", "owner")
    return rows.order_by("account__name_key", "id")


def _plan_item(row: AccountPlan) -> OpenItem:
    return OpenItem(row.title, f"{row.account.name}, {row.get_state_display().lower()}", f"/plans/{row.pk}/")


def hand_over_plans(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Let *to* own every plan that is not over. Raises NobodyToPlan, CannotOwn."""
    if to is None:
        raise NobodyToPlan("Somebody must take over the plans.", field="plans")
    rows = list(_plans(person))
    for row in rows:
        give_plan(plan=row, to=to, by=by, at=at)
    return len(rows)


PLANS = OpenWork(
    order=83,
    name="plans",
    label="Plans they own at customers of others",
    rows=_plans,
    item=_plan_item,
    hand_over=hand_over_plans,
    out_of_sight=lambda person: _plans(person).count() - _plans(person).visible_to(person).count(),
)
