"""The shared plan as plain values: the allow-list. Nothing else reaches the page, the preview or the PDF.

A column that is not named here is not shown. What is internal stays so by not being here, not by being
taken out (docs/architecture.md, Decisions). A ``key`` is a mark that opens nothing but its own row behind
its own link (secrets.py): numbers of ours are not told.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from .shown_proof import SharedGift, SharedKpi

OURS, THEIRS = "ours", "theirs"


@dataclass(frozen=True, slots=True)
class SharedText:
    """Something they said of themselves: by whom and when, as far as it was written down."""

    label: str
    text: str
    source: str
    said_on: date | None


@dataclass(frozen=True, slots=True)
class SharedMeasure:
    """How a goal is measured; None is not known."""

    name: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    measured_on: date | None


@dataclass(frozen=True, slots=True)
class SharedGoal:
    """A joint objective. ``way`` is the share of the way that measures show, None while nothing was."""

    text: str
    reason: str
    measure: str
    due_on: date | None
    owner: str
    side: str
    state: str
    way: Decimal | None
    measures: tuple[SharedMeasure, ...]


@dataclass(frozen=True, slots=True)
class SharedMilestone:
    """A figure that a target should have by a day, and whether it had."""

    on: date
    value: Decimal
    standing: str


@dataclass(frozen=True, slots=True)
class SharedTarget:
    """A figure they want to reach. ``standing`` is its word; what may be answered is said by two flags."""

    key: str
    metric: str
    unit: str
    baseline: Decimal
    baseline_on: date
    target: Decimal
    due_on: date
    actual: Decimal | None
    measured_on: date | None
    standing: str
    agreed_by: str
    agreed_on: date | None
    confirmed_by: str
    confirmed_on: date | None
    may_agree: bool
    may_confirm: bool
    milestones: tuple[SharedMilestone, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedValue:
    """A benefit with evidence. Without an amount its worth is not known."""

    key: str
    what: str
    happened_on: date
    amount: Decimal | None
    currency: str
    method: str
    proof: str
    answered_by: str
    is_new: bool
    may_answer: bool


@dataclass(frozen=True, slots=True)
class SharedStep:
    """A step of one side; ``benefit`` is what they have of it."""

    key: str
    text: str
    side: str
    owner: str
    due_on: date | None
    state: str
    is_open: bool
    is_late: bool
    benefit: str


@dataclass(frozen=True, slots=True)
class SharedPerson:
    """Somebody of either side: name and role, nothing else."""

    name: str
    role: str
    side: str


@dataclass(frozen=True, slots=True)
class SharedWord:
    """What somebody said through this link, and what we answered there."""

    name: str
    what: str
    text: str
    at: datetime
    answer: str
    answered_by: str


@dataclass(frozen=True, slots=True)
class SharedPlan:
    """Everything that a link shows. Parts that the link does not include are empty."""

    company: str
    account: str
    title: str
    begins_on: date
    ends_on: date
    as_of: date
    since: date
    version: int
    sentence: str
    reader: str
    may_confirm: bool
    is_accepted: bool
    texts: tuple[SharedText, ...]
    goals: tuple[SharedGoal, ...]
    targets: tuple[SharedTarget, ...]
    values: tuple[SharedValue, ...]
    steps: tuple[SharedStep, ...]
    people: tuple[SharedPerson, ...]
    reviews: tuple[tuple[str, date], ...]
    words: tuple[SharedWord, ...]
    kpis: tuple[SharedKpi, ...] = ()
    given: tuple[SharedGift, ...] = ()
    region: str = "GB"

    @property
    def new_values(self) -> tuple[SharedValue, ...]:
        """Delivered since last time."""
        return tuple(row for row in self.values if row.is_new)

    @property
    def former_values(self) -> tuple[SharedValue, ...]:
        """Delivered before."""
        return tuple(row for row in self.values if not row.is_new)

    @property
    def our_steps(self) -> tuple[SharedStep, ...]:
        """What we do."""
        return tuple(row for row in self.steps if row.side == OURS)

    @property
    def their_steps(self) -> tuple[SharedStep, ...]:
        """What they do."""
        return tuple(row for row in self.steps if row.side == THEIRS)

    @property
    def our_people(self) -> tuple[SharedPerson, ...]:
        """Our side."""
        return tuple(row for row in self.people if row.side == OURS)

    @property
    def their_people(self) -> tuple[SharedPerson, ...]:
        """Their side."""
        return tuple(row for row in self.people if row.side == THEIRS)

    @property
    def is_empty(self) -> bool:
        """Nothing is marked to be shown yet."""
        proof = self.values or self.kpis or self.given
        return not (self.texts or self.goals or self.targets or self.steps or proof)

    @property
    def given_together(self) -> tuple[tuple[str, Decimal], ...]:
        """What everything given on top costs by list price, per currency; unpriced gifts count nothing."""
        sums: dict[str, Decimal] = {}
        for row in self.given:
            if row.list_price is not None:
                sums[row.currency] = sums.get(row.currency, Decimal(0)) + row.list_price
        return tuple(sorted(sums.items()))

    @property
    def unpriced(self) -> int:
        """How many things given on top have no list price."""
        return sum(row.list_price is None for row in self.given)
