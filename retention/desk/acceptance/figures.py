"""Retention figures of the imported export against a second opinion from its raw files."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from retention.integrations.models import Import, ImportState
from retention.lib.clock import database_now
from retention.lib.months import add_months
from retention.metrics.bridge import bridge
from retention.metrics.kept import kept
from retention.metrics.positions import totals
from retention.metrics.questions import Question, ask
from retention.metrics.renewed import renewal_rates
from retention.metrics.survival import Curve, Spell, kaplan_meier
from retention.team.models import User

from .report import Report
from .second_opinion import Opinion, Sold, read_contracts, second_opinion

YEARS = 5
CLOSE = Decimal("0.000001")
CENT = Decimal("0.01")
SURVIVAL_PACK = "telco_ibm_2018"
AGES = (12, 24, 36, 48, 60)


def compare_figures(folder: Path, reader: User, report: Report) -> None:
    """The last years, half and quarter: gross, net, logo and renewal rates, and the bridge to the cent."""
    today = database_now().date()
    shift = _shift()
    contracts = read_contracts(folder, shift)
    report.figure("contracts in the raw files", len(contracts))
    report.figure("days shifted", shift)
    ends = [(add_months(today, -12 * year), 12) for year in range(YEARS)]
    for end, months in [*ends, (today, 6), (add_months(today, -3), 3)]:
        _compare(ask(reader, today=today, as_of=end, months=months), contracts, today, report)


def _shift() -> int:
    of = Import.objects.filter(state=ImportState.APPLIED).order_by("pk")[0]
    return int(of.summary.get("shift") or 0)


def _compare(question: Question, contracts: list[Sold], today: date, report: Report) -> None:
    asked = question.rated()
    sums, rates = totals(asked), renewal_rates(asked)
    found = bridge(asked, sums)
    dollar = found.rates.by_currency.get("USD", (Decimal(1),) * 2)
    opinion = second_opinion(contracts, asked.start, asked.end, today, dollar[0])
    when = f"{asked.start} to {asked.end}"
    for code in ("grr", "nrr", "logo"):
        _expect_equal(f"{when} {code}", kept(asked, code, sums).value, opinion.values[code], report)
    for code, value in opinion.values.items():
        if code in rates:
            _expect_equal(f"{when} {code}", rates[code].value, value, report)
    _bridge(found.opening, found.closing, opinion, when, report)
    added = found.opening + sum((step.amount for step in found.steps), Decimal(0))
    report.expect(f"{when} the bridge adds up to the cent ({added})", added == found.closing)


def _bridge(opening: Decimal, closing: Decimal, opinion: Opinion, when: str, report: Report) -> None:
    for word, ours, theirs in (("opening", opening, opinion.opening), ("closing", closing, opinion.closing)):
        report.expect(f"{when} {word} {ours} is that of the raw files", ours == theirs.quantize(CENT))


def _expect_equal(name: str, ours: Decimal | None, theirs: Decimal | None, report: Report) -> None:
    shown = "–" if ours is None else f"{ours:.6f}"
    same = ours is None and theirs is None
    if ours is not None and theirs is not None:
        same = abs(ours - theirs) < CLOSE
    report.expect(f"{name} {shown}" + ("" if same else f", raw files {theirs}"), same)


def compare_survival(folder: Path, report: Report) -> None:
    """The curve of a telephone company's customers by kind of contract, against one computed row by row."""
    with (folder / "dev.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["Contract"], int(row["tenure"]), row["Churn"] == "Yes") for row in csv.DictReader(file)]
    for kind in (*sorted({kind for kind, _, _ in rows}), ""):
        own = [(months, left) for of, months, left in rows if kind in ("", of)]
        curve, theirs = kaplan_meier(Spell(*each) for each in own), _row_by_row(own)
        report.figure(kind or "all", _words(curve, len(own)))
        apart = max(abs(curve.stay(age) - theirs[age]) for age in AGES)
        report.expect(f"{kind or 'all'}: within 0.0005 of the table by hand ({apart:.6f})", apart < 0.0005)


def _words(curve: Curve, customers: int) -> str:
    stays = ", ".join(f"{age} months {curve.stay(age):.4f}" for age in AGES)
    return f"{customers} customers, {curve.left} left; {stays}"


def _row_by_row(rows: list[tuple[int, bool]]) -> dict[int, float]:
    """The product limit written out by its definition, one age after the other."""
    found, stay = {}, 1.0
    for age in range(max(AGES) + 1):
        at_risk = sum(1 for months, _ in rows if months >= age)
        left = sum(1 for months, gone in rows if gone and months == age)
        stay *= 1 - left / at_risk if at_risk else 1
        found[age] = stay
    return found
