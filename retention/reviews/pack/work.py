"""How our work went, what is open, what was taught, what each side promised."""

from datetime import date

from accounts.models import Account
from contacts.choices import Side
from contacts.models import Promise
from plans.choices import Adopted, Better, MeasuredBy
from plans.models import Kpi, KpiReading, Lesson, OperationMetric, OperationReading, PlanText
from plans.shown import plan_of_account
from retention.team.models import User

from .blocks import Block, Cell, day, figure, lines, table
from .goals import OF_WHOM, goals_missed
from .value import open_complaints

MOST = 20
AGREED = "A KPI agreed with you"
ADOPTED = {Adopted.YES: "In use", Adopted.NO: "Not in use", Adopted.UNKNOWN: None}


def operations(account: Account, reader: User, on: date) -> list[Block]:
    """KPIs they agreed to and that may be shown, and figures of our work, each with its last reading."""
    head = ("Figure", "Target", "Actual", "Of", "Met", "From")
    return table(head, [*_kpis(account, reader, on), *_figures(account, reader, on)], ends=(1, 2))


def _kpis(account: Account, reader: User, on: date) -> list[tuple[Cell, ...]]:
    kpis = list(
        Kpi.objects.visible_to(reader).current().agreed().filter(account=account, is_shared=True)[:MOST]
    )
    rows = KpiReading.objects.visible_to(reader).current().filter(kpi__in=kpis, is_void=False)
    last = {row.kpi_id: row for row in rows.filter(period_on__lte=on).order_by("period_on", "id")}
    found: list[tuple[Cell, ...]] = []
    for kpi in sorted(kpis, key=lambda row: row.pk):
        row = last.get(kpi.pk)
        met = None if row is None else _met(row.actual >= row.target, row.actual <= row.target, kpi.direction)
        found.append((kpi.name, figure(row.target if row else kpi.target, kpi.unit),
                      figure(row.actual, kpi.unit) if row else None,
                      f"{row.period_on:%B %Y}" if row else None, met, AGREED if row else None))  # fmt: skip
    return found


def _figures(account: Account, reader: User, on: date) -> list[tuple[Cell, ...]]:
    metrics = list(OperationMetric.objects.visible_to(reader).standing().filter(account=account)[:MOST])
    rows = OperationReading.objects.visible_to(reader).current().filter(metric__in=metrics, is_void=False)
    last = {row.metric_id: row for row in rows.filter(measured_on__lte=on).order_by("measured_on", "id")}
    found: list[tuple[Cell, ...]] = []
    for metric in sorted(metrics, key=lambda row: row.pk):
        row, met, whose = last.get(metric.pk), None, None
        if row is not None:
            whose = OF_WHOM[MeasuredBy(row.source)]
        if row is not None and metric.target is not None:
            met = _met(row.value >= metric.target, row.value <= metric.target, metric.direction)
        found.append((metric.name, figure(metric.target, metric.unit),
                      figure(row.value, metric.unit) if row else None,
                      day(row.measured_on) if row else None, met, whose))  # fmt: skip
    return found


def _met(at_least: bool, at_most: bool, direction: str) -> str:
    return "Yes" if (at_least if direction == Better.HIGHER else at_most) else "No"


def issues(account: Account, reader: User, on: date) -> list[Block]:
    """Targets that lag, complaints that are open, promises of ours that are late."""
    late = Promise.objects.visible_to(reader).late(on=on).filter(account=account, side=Side.OURS)
    ours = [f"{row.text} (was due {day(row.due_on)})" for row in late.order_by("due_on", "id")[:MOST]]
    return [
        *goals_missed(account, reader, on),
        *open_complaints(account, reader),
        *lines("Promises of ours that are late", ours),
    ]


def learning(account: Account, reader: User, first: date, last: date) -> list[Block]:
    """What was taught in the period, what is planned, and what the plan says they should learn."""
    rows = Lesson.objects.visible_to(reader).filter(account=account).select_related("audience__person")
    taught = rows.taught(first, last).order_by("-taught_on", "-id")[:MOST]
    ahead = rows.open().order_by("planned_for", "id")[:MOST]
    done = table(
        ("Taught", "To whom", "On", "In use"),
        [(row.topic, _whom(row), day(row.taught_on), ADOPTED[Adopted(row.adopted)]) for row in taught],
    )
    planned = table(
        ("Planned", "For whom", "When"), [(row.topic, _whom(row), day(row.planned_for)) for row in ahead]
    )
    plan = plan_of_account(account, reader)
    texts = PlanText.objects.visible_to(reader).shared().filter(plan=plan, field="education") if plan else []
    return [*done, *planned, *lines("What we agreed to teach", [row.text for row in texts])]


def _whom(row: Lesson) -> Cell:
    return row.audience.name if row.audience else None


def commitments(account: Account, reader: User) -> list[Block]:
    """Open promises of both sides."""
    rows = Promise.objects.visible_to(reader).open().filter(account=account)
    rows = rows.select_related("user", "contact__person").order_by("due_on", "id")[: MOST * 2]
    by_side: dict[str, list[tuple[Cell, ...]]] = {Side.OURS: [], Side.THEIRS: []}
    for row in rows:
        who = row.user.name if row.side == Side.OURS else (row.contact.name if row.contact else None)
        by_side[row.side].append((row.text, who, day(row.due_on)))
    return [
        *table(("We promised", "Who", "By"), by_side[Side.OURS][:MOST]),
        *table(("You promised", "Who", "By"), by_side[Side.THEIRS][:MOST]),
    ]
