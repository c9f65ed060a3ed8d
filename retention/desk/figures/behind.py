"""The rows behind each number of the retention page, by the name the address gives it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from accounts.choices import HealthBand
from retention.lib.errors import DomainError
from retention.metrics import bridge, cohorts, exposure, losses, stays
from retention.metrics.definitions import DEFINITIONS
from retention.metrics.figures import figure
from retention.metrics.metric import Metric, Place, ReadRows, Row
from retention.metrics.questions import Question
from retention.metrics.renewed import RATES

AT_ONCE = 1000
ALL = "all"
LONGEST = 80


class NoSuchFigure(DomainError):
    """The page has no figure of that name."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a number: its words, the headings of its two amounts, and its rows.

    ``of`` says what a row is: "account" or "renewal"; ``unit`` what its amounts are: "money" or "months".
    """

    title: str
    means: str
    before: str
    after: str
    read: ReadRows
    of: str = "account"
    unit: str = "money"
    metric: Metric | None = None

    def all_rows(self) -> Iterator[Row]:
        """Every row, read in portions."""
        place: Place | None = None
        while rows := self.read(place, AT_ONCE):
            yield from rows
            place = rows[-1].place


def behind(question: Question, what: str, today: date) -> Behind:
    """The rows of a figure. Raises NoSuchFigure."""
    name, _, rest = what.partition(".")
    if "\x00" in what or len(what) > LONGEST:
        raise NoSuchFigure("There is no figure of that name.", field="what")
    if what in DEFINITIONS:
        return _figure(question, what)
    if name in _BY_NAME:
        return _BY_NAME[name](question, rest, today)
    raise NoSuchFigure("There is no figure of that name.", field="what")


def _figure(question: Question, code: str) -> Behind:
    metric, words = figure(question, code), DEFINITIONS[code]
    of = "renewal" if code in RATES else "account"
    return Behind(words.label, words.means, words.before, words.after, metric.rows, of=of, metric=metric)


def _bridge(question: Question, step: str, today: date) -> Behind:
    if step not in bridge.PARTS:
        raise NoSuchFigure("The bridge has no step of that name.", field="what")
    metric = bridge.step_metric(question, step)
    label = bridge.PARTS[step][0]
    return Behind(
        label, "One step of the bridge, by account.", "First day", "Step", metric.rows, metric=metric
    )


def _cohort(question: Question, rest: str, today: date) -> Behind:
    quarter, _, age = rest.partition(".")
    try:
        first, months = date.fromisoformat(quarter), int(age)
    except ValueError:
        months, first = -1, today
    if months not in (0, *cohorts.AGES):
        raise NoSuchFigure("There is no cohort of that name.", field="what")
    return Behind(
        f"Customers since {first.year} Q{(first.month + 2) // 3}, {months} months later",
        "Revenue on their first day and at that age.",
        "At first",
        "At that age",
        lambda after, limit: cohorts.cohort_rows(question, first, months, after, limit),
    )


def _stays(question: Question, rest: str, today: date) -> Behind:
    return Behind(
        "Stays",
        "Whole months from the first revenue to leaving, or to the day asked about.",
        "Seen from month",
        "Months",
        lambda after, limit: stays.spell_rows(question, after, limit),
        unit="months",
    )


def _exposure(question: Question, rest: str, today: date) -> Behind:
    band, _, span = rest.partition(".")
    if band not in (ALL, *exposure.BANDS) or span not in (ALL, *exposure.SPANS):
        raise NoSuchFigure("There is no cell of that name.", field="what")
    state = "Any health" if band == ALL else str(HealthBand(band).label)
    when = "any time" if span == ALL else exposure.SPANS[span].lower()
    one, other = (value if value != ALL else "" for value in (band, span))
    return Behind(
        f"{state}, {when}",
        "Yearly revenue today, by the health and the decision date of today.",
        "Revenue",
        "Revenue",
        lambda after, limit: exposure.exposure_rows(question, one, other, after, limit, today=today),
    )


def _cause(question: Question, cause: str, today: date) -> Behind:
    return Behind(
        "Lost, by cause",
        "Decided renewals that kept less than was due, and what was said.",
        "Due",
        "Kept",
        lambda after, limit: losses.cause_rows(question, cause, after, limit),
        of="renewal",
    )


def _way(question: Question, way: str, today: date) -> Behind:
    return Behind(
        "Lost, by how it went",
        "Movements of the period, added up by account.",
        "",
        "Lost",
        lambda after, limit: losses.way_rows(question, way, after, limit),
    )


_BY_NAME: dict[str, Callable[[Question, str, date], Behind]] = {
    "bridge": _bridge,
    "cohort": _cohort,
    "stays": _stays,
    "exposure": _exposure,
    "cause": _cause,
    "way": _way,
}
