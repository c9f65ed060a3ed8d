"""What the demo customers wanted, what was measured, and what they confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Account
from contacts.models import Contact
from plans.models import ChangeRecord, ExpectationGap, GoodwillEntry, Measurement, RoiTarget, ValueEntry
from retention.team.models import User

from .book import Customer, Story


@dataclass(frozen=True)
class Wanted:
    """A figure that customers of a sector want to move, and what a point of it is worth to them."""

    metric: str
    unit: str
    baseline: Decimal
    target: Decimal
    gain: str
    half_time: Decimal | None = None
    """What is to be reached by half time, when that is not half the way."""


FEWER_ERRORS = Wanted("Deliveries with an error", "percent", Decimal("4.8"), Decimal(2), "Fewer credit notes")
MORE_SITES = Wanted("Sites a crew sees in a day", "sites", Decimal(5), Decimal(7), "Fewer crews on the road")
LESS_WAITING = Wanted(
    "Minutes at the dock", "minutes", Decimal(42), Decimal(25), "Shorter waits at the dock", Decimal(36)
)
BY_FIRST_LETTER = (FEWER_ERRORS, MORE_SITES, LESS_WAITING)
GOES: dict[Story, tuple[str, str, str]] = {
    Story.STEADY: ("0.25", "0.55", "0.75"),
    Story.WARM: ("0.35", "0.7", "0.95"),
    Story.SOURING: ("0.3", "0.35", "0.3"),
    Story.FADING: ("0.2", "0.45", "0.4"),
    Story.NOTICE: ("0.1", "0.15", "0.1"),
    Story.SILENT: ("0.2", "0.3", "0.35"),
}
"""The share of the way that was measured 240, 130 and 30 days ago; of new customers nothing is known."""
MEASURED_AGO = (240, 130, 30)


def make_worth(
    customer: Customer, account: Account, contacts: Sequence[Contact], owner: User, *, today: date
) -> None:
    """A target with its figures, the value log, and here and there something that waits for a word."""
    people = [contact for contact in contacts if not contact.is_placeholder]
    if customer.story not in GOES or not people or customer.tier == "D":
        return
    wanted = BY_FIRST_LETTER[ord(customer.name[0]) % len(BY_FIRST_LETTER)]
    target = _target(wanted, account, people[0], owner, today)
    _measure(target, wanted, GOES[customer.story], owner, today)
    _value(customer, account, target, wanted, people[0], owner, today)
    _waits(customer, account, target, people[-1], owner, today)


def _target(wanted: Wanted, account: Account, contact: Contact, owner: User, today: date) -> RoiTarget:
    agreed_on, half_time = today - timedelta(days=330), today - timedelta(days=140)
    way = [{"on": half_time.isoformat(), "value": str(wanted.half_time)}] if wanted.half_time else []
    return RoiTarget.objects.create(
        account=account, by=owner, metric=wanted.metric, unit=wanted.unit, baseline=wanted.baseline,
        direction="lower" if wanted.target < wanted.baseline else "higher",
        baseline_on=today - timedelta(days=340), target=wanted.target, due_on=today + timedelta(days=60),
        milestones=way,
        scope="Two sites", stakeholder=contact, state="agreed", agreed_with=contact, agreed_on=agreed_on,
        reason=f"{wanted.gain} is what the board asks about.", measured_where="Their monthly report",
        next_review_on=today + timedelta(days=account.pk % 40 - 8),
    )  # fmt: skip


def _measure(target: RoiTarget, wanted: Wanted, way: tuple[str, str, str], owner: User, today: date) -> None:
    Measurement.objects.bulk_create(
        Measurement(
            target=target, by=owner, measured_on=today - timedelta(days=ago), source="customer",
            value=round(wanted.baseline + (wanted.target - wanted.baseline) * Decimal(share), 1),
            evidence="From their monthly report",
        )
        for ago, share in zip(MEASURED_AGO, way, strict=True)
    )  # fmt: skip


def _value(
    customer: Customer,
    account: Account,
    target: RoiTarget,
    wanted: Wanted,
    contact: Contact,
    owner: User,
    today: date,
) -> None:
    """The first half-year was confirmed by somebody; the second only where it goes well."""
    goes_well = customer.story in (Story.STEADY, Story.WARM)
    second = {"state": "confirmed"} if goes_well else {"state": "evidenced"}
    if customer.story == Story.SOURING:
        second = {"state": "disputed", "answer": "Half of that is our own doing."}
    for ago, share, said in ((250, "0.6", {"state": "confirmed"}), (45, "0.9", second)):
        day = today - timedelta(days=ago)
        answered = {} if said["state"] == "evidenced" else {"answered_by": contact, "answered_on": day}
        ValueEntry.objects.create(
            account=account, by=owner, target=target, what=f"{wanted.gain}, half a year", happened_on=day,
            amount=round(customer.arr * Decimal(share), -2), currency=account.currency,
            method="Difference to the half-year before, by their prices", evidence="Their monthly report",
            evidenced_on=day, answer_channel="review" if answered else "", **answered, **said,
        )  # fmt: skip


def _waits(
    customer: Customer, account: Account, target: RoiTarget, contact: Contact, owner: User, today: date
) -> None:
    """A day of training that nobody told them of, a goal that moved unnoticed, an expectation too high."""
    ago = {days: today - timedelta(days=days) for days in (12, 26, 40, 50)}
    if customer.story == Story.WARM:
        GoodwillEntry.objects.create(
            account=account, by=owner, what="A day of training for new shift leaders", given_on=ago[26],
            reason="Half the team is new", list_value=Decimal(1200), currency=account.currency,
        )  # fmt: skip
    if customer.story == Story.SOURING:
        change = ChangeRecord.objects.create(
            account=account, by=owner, target=target, what=target.metric, target_before=target.target,
            target_after=target.target, due_before=target.due_on, due_after=target.due_on,
            scope_before=target.scope, scope_after="All sites, without more people", side="theirs",
            asked_by=contact, asked_on=ago[50],
            effect="Three weeks of set-up that nobody pays; the saving comes later", delay_days=21,
            decision="accepted", decided_on=ago[40],
        )  # fmt: skip
        RoiTarget.objects.filter(pk=target.pk).update(scope=change.scope_after, changed_by=change)
        ExpectationGap.objects.create(
            account=account, by=owner, target=target, contact=contact, noticed_on=ago[40],
            expectation="No error at all", feasible="Under two percent by spring",
        )  # fmt: skip
