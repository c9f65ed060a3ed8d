"""Everything on the retention page in one frozen object."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from retention.metrics.bridge import Bridge, bridge
from retention.metrics.cohorts import Average, Cohort, averages, cohorts
from retention.metrics.concentration import Concentration, concentration
from retention.metrics.definitions import DEFINITIONS, Definition
from retention.metrics.exposure import Exposure, exposure
from retention.metrics.figures import BY_THEMSELVES
from retention.metrics.first_value import TimeToValue, time_to_value
from retention.metrics.frozen import frozen_atr
from retention.metrics.kept import FRACTIONS, Companions, companions, kept
from retention.metrics.logrank import Comparison, compare_stays
from retention.metrics.losses import Loss, losses_by_cause, losses_by_way
from retention.metrics.mergers import Merged, mergers_in
from retention.metrics.metric import Metric, share
from retention.metrics.movements import rates_of
from retention.metrics.positions import Totals, together, totals_by
from retention.metrics.questions import Question
from retention.metrics.renewed import renewal_rates
from retention.metrics.stays import stays_by
from retention.metrics.survival import Curve, kaplan_meier
from retention.team.models import Team

LEADING = ("grr", "nrr", "logo", "renewal_gross_resolved")
FURTHER = (
    "carr", "variable_recurring", "nrr_ex_escalator", "grr_ex_insolvency", "product_grr", "churn_rate",
    "contraction_rate",
    "downgrade_rate", "expansion_rate", "gross_loss_rate", "quick_ratio", "in_period_churn",
)  # fmt: skip
RENEWALS = (
    "atr", "atr_baseline", "atr_adjustments", "renewal_count_resolved", "renewal_count_strict",
    "renewal_on_time", "renewal_late", "renewal_gross_resolved", "renewal_gross_strict",
    "renewal_net_resolved", "renewal_net_strict", "renewal_active",
)  # fmt: skip
SHOWN_PARTS = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its words and the address of its rows."""

    metric: Metric
    definition: Definition
    url: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of the customers kept; ``value`` is what the address says for it."""

    value: str
    label: str
    customers: int
    opening: Decimal
    gross: Decimal | None
    net: Decimal | None
    stayed: Decimal | None


@dataclass(frozen=True, slots=True)
class Retention:
    """The figures of one question, as of its last day; health and exposure are of today."""

    question: Question
    sums: Totals
    figures: dict[str, Metric]
    beside: Companions | None
    bridge: Bridge
    parts: tuple[Part, ...]
    cohorts: tuple[Cohort, ...]
    averages: tuple[Average, ...]
    curve: Curve
    compared: Comparison
    ways: tuple[Loss, ...]
    causes: tuple[Loss, ...]
    exposure: Exposure
    concentration: Concentration
    merged: tuple[Merged, ...]
    value: TimeToValue

    @property
    def lost(self) -> Decimal:
        """Revenue of the first day that is gone."""
        return self.figures["grr"].denominator - self.figures["grr"].numerator

    @property
    def left(self) -> int:
        """Customers of the first day that are gone."""
        return self.sums.count("cohort") - self.sums.count("stayed")

    def defined(self, codes: tuple[str, ...]) -> list[Figure]:
        """Some figures with their words."""
        return [Figure(self.figures[code], DEFINITIONS[code]) for code in codes]


def retention_facts(question: Question, *, by: str, today: date) -> Retention:
    """All of it: about twenty statements, however many accounts."""
    divided = totals_by(question, by)
    sums = together(divided, rates_of(question))
    figures = {code: kept(question, code, sums) for code in FRACTIONS}
    figures |= {**renewal_rates(question), **frozen_atr(question)}
    figures |= {code: read(question) for code, read in BY_THEMSELVES.items()}
    table, stays = cohorts(question), stays_by(question, by)
    return Retention(
        question=question,
        sums=sums,
        figures=figures,
        beside=companions(question, figures["nrr"]),
        bridge=bridge(question, sums),
        parts=parts(divided, by),
        cohorts=tuple(table),
        averages=tuple(averages(table)),
        curve=kaplan_meier(spell for spells in stays.values() for spell in spells),
        compared=compare_stays(stays),
        ways=tuple(losses_by_way(question)),
        causes=tuple(losses_by_cause(question)),
        exposure=exposure(question, today=today),
        concentration=concentration(question),
        merged=tuple(mergers_in(question)),
        value=time_to_value(question),
    )


def parts(divided: list[Totals], by: str) -> tuple[Part, ...]:
    """One line per value that accounts had on the first day, the largest first."""
    teams = {str(pk): name for pk, name in Team.objects.values_list("pk", "name")} if by == "team" else {}
    found = [each for each in divided if each["cohort"]]
    return tuple(_part(each, teams.get(each.part, each.part) or "Not said") for each in found)


def _part(sums: Totals, label: str) -> Part:
    opening = sums["cohort_arr"]
    return Part(
        value=sums.part,
        label=label,
        customers=sums.count("cohort"),
        opening=opening,
        gross=share(sums["kept"], opening),
        net=share(sums["held"], opening),
        stayed=share(sums["stayed"], sums["cohort"]),
    )
