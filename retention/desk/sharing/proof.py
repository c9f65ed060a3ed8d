"""KPIs and what was given on top, as text for the file."""

from typing import Any

from retention.sharing.shown import SharedPlan
from retention.sharing.shown_proof import SharedGift, SharedKpi

from ..formats import figure_text, hours_text, money_text


def kpi_lines(row: SharedKpi, day: Any) -> dict[str, Any]:
    """A KPI: what was agreed, and a row for each period."""
    aim = f"{row.bound.capitalize()} {figure_text(row.target)} {row.unit}, {row.often.lower()}"
    return {
        "name": row.name, "aim": f"{aim} · agreed by {row.agreed_by} on {day(row.agreed_on)}",
        "deliverable": f"For: {row.deliverable}" if row.deliverable else "",
        "measure": f"Measured by: {row.measure}" if row.measure else "",
        "readings": [
            [
                each.period, "" if each.target is None else figure_text(each.target),
                "" if each.actual is None else figure_text(each.actual),
                f"{each.result}, restated" if each.is_restated else each.result,
            ]
            for each in row.readings
        ],
    }  # fmt: skip


def gift_line(row: SharedGift, day: Any) -> list[str]:
    """What was given, when, at which list price, and who was told."""
    what = row.what
    if row.allowed is not None and row.delivered is not None:
        what += f"\nIncluded {hours_text(row.allowed)}, delivered {hours_text(row.delivered)}"
    worth = "No list price" if row.list_price is None else money_text(row.list_price, row.currency)
    return [what, day(row.given_on), worth, f"{row.told_to}, {day(row.told_on)}"]


def together(plan: SharedPlan) -> str:
    """The sums by list price, per currency."""
    if not plan.given_together:
        return ""
    sums = " and ".join(money_text(amount, currency) for currency, amount in plan.given_together)
    more = f", and {plan.unpriced} without one" if plan.unpriced else ""
    return f"Together {sums} at list price{more}."
