"""The charts of the retention page: the bridge and the survival curve, in two widths."""

from decimal import Decimal

from django.utils.translation import gettext as _

from retention.metrics.bridge import Bridge
from retention.metrics.survival import FEWEST, Curve

from ..charts.drawing import Drawing
from ..charts.shapes import Table
from ..charts.staircase import Stair, staircase
from ..charts.waterfall import Step, waterfall
from ..formats import day_text, money_text, percent_text

ALWAYS = ("new", "expansion", "contraction", "churn")
EVERY = 12
NARROW, WIDE = 340, 1080


def bridge_chart(bridge: Bridge, currency: str, width: int = WIDE) -> Drawing:
    """The steps that moved anything, between the first day and the last."""
    first, last = bridge.rates.days
    steps = [
        Step(day_text(first), float(bridge.opening), money_text(bridge.opening, currency), is_total=True)
    ]
    steps += [
        Step(_(step.label), float(step.amount), _signed(step.amount, currency))
        for step in bridge.steps
        if step.amount or step.code in ALWAYS
    ]
    steps.append(
        Step(day_text(last), float(bridge.closing), money_text(bridge.closing, currency), is_total=True)
    )
    summary = _("Yearly revenue from {first} to {last}: {opening}, then {closing}").format(
        first=steps[0].label, last=steps[-1].label, opening=steps[0].text, closing=steps[-1].text
    )
    return waterfall(steps, summary=summary, head=(_("Step"), _("Yearly revenue")), width=width)


def _signed(amount: Decimal, currency: str) -> str:
    return ("+" if amount > 0 else "") + money_text(amount, currency)


def survival_chart(curve: Curve, width: int = 560) -> Drawing | None:
    """The curve as far as five customers were seen; None when that is nowhere."""
    until = curve.supported(FEWEST)
    if not curve.points or not until:
        return None
    ages = [*range(0, until, EVERY if until > EVERY else 3), until]
    if len(ages) > 2 and ages[-1] - ages[-2] < EVERY / 2:
        del ages[-2]
    year = min(EVERY, until)
    summary = _("{share} stay longer than {months} months").format(
        share=percent_text(curve.stay(year)), months=year
    )
    return staircase(
        [Stair(point.months, point.stay, point.low, point.high) for point in curve.points],
        [(age, curve.at_risk(age)) for age in ages],
        until=until,
        summary=summary,
        table=survival_table(curve),
        words=(_("months since the first revenue"), _("customers seen at that age")),
        width=width,
    )


def survival_table(curve: Curve) -> Table:
    """One row per age at which somebody left, all of them."""
    head = (_("Months"), _("Seen"), _("Left"), _("Stay longer"), _("From"), _("To"))
    rows = tuple(
        (
            str(point.months),
            str(point.at_risk),
            str(point.left),
            percent_text(point.stay, 1),
            percent_text(point.low, 1) if point.low is not None else "—",
            percent_text(point.high, 1) if point.high is not None else "—",
        )
        for point in curve.points
    )
    return Table(head, rows)
