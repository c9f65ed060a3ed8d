"""Writing the demo company's records: accounts and contracts by actions, a year of history in bulk."""

from datetime import date, datetime, timedelta
from random import Random

from accounts.actions.accounts import add_account
from accounts.actions.contract_changes import close_term, record_notice
from accounts.actions.contracts import enter_contract
from accounts.actions.products import add_product
from accounts.lines import LineInput
from accounts.models import Account, Contract, Product, TimelineEvent
from contacts.actions.people import add_contact, mark_departed
from contacts.actions.promises import make_promise
from contacts.actions.steps import add_step
from contacts.choices import Side
from contacts.models import Contact, Touchpoint, TouchpointColleague, TouchpointContact
from contacts.said import describe
from retention.lib.months import add_months
from retention.team.machine import the_machine
from retention.team.models import User

from .book import Customer, Story
from .history import Said, year_of
from .phrases import FIRST, LAST, PROMISES, SEATS, SEATS_BY_TIER, STEPS

PRODUCTS = (("ROUTES", "Route planning"), ("DRIVER", "Driver app"), ("DEPOT", "Depot board"))
BACKUPS = {"Lena": "Tomas", "Tomas": "Lena", "Nico": "Ines", "Ines": "Nico"}


def on_day(day: date, at: datetime) -> datetime:
    """An instant of that day, never after *at*: what the demo company did then."""
    return min(at, at.replace(year=day.year, month=day.month, day=1) + timedelta(days=day.day - 1))


def make_products(by: User, at: datetime) -> list[Product]:
    """The catalogue."""
    return [add_product(code=code, name=name, by=by, at=at) for code, name in PRODUCTS]


def make_account(customer: Customer, users: dict[str, User], *, by: User, at: datetime) -> Account:
    """The account with owner, backup and team."""
    owner = users[customer.owner]
    years = 0 if customer.story is Story.NEW else 1 + len(customer.name) % 4
    since = add_months(at.date() - timedelta(days=75), -12 * years)
    return add_account(
        by=by,
        at=on_day(since, at),
        name=customer.name,
        is_sample=True,
        sector=customer.sector,
        city=customer.city,
        country=customer.country,
        time_zone=customer.zone,
        currency=customer.currency,
        tier=customer.tier,
        stage="onboarding" if customer.story is Story.NEW else "live",
        owner=owner,
        backup_owner=users[BACKUPS[customer.owner]],
        team=owner.memberships.select_related("team").get().team,
        customer_since=since,
        tier_review_on=at.date() + timedelta(days=30 + len(customer.name)),
        definition_of_win=customer.win,
    )


def make_contracts(
    customer: Customer, account: Account, products: list[Product], *, by: User, at: datetime
) -> Contract:
    """The present contract and, for customers of more than a year, the one before it.

    Both are entered as of their signing, when neither was over; so the earlier one is closed as the
    calendar would have done, on the day after its last.
    """
    end = at.date() + timedelta(days=customer.ends_in)
    start = add_months(end + timedelta(days=1), -12)
    before: Contract | None = None
    if customer.story is not Story.NEW:
        first, last = add_months(start, -12), start - timedelta(days=1)
        lines = [LineInput(recurring_amount=customer.arr * 9 / 10, product=products[0])]
        before = _contract(customer, account, 1, first, last, lines, by=by, at=at)
    lines = [
        LineInput(recurring_amount=customer.arr * 8 / 10, product=products[0]),
        LineInput(recurring_amount=customer.arr * 2 / 10, product=products[1]),
    ]
    contract = _contract(customer, account, 2, start, end, lines, by=by, at=at, predecessor=before)
    if before is not None and start <= at.date():
        close_term(contract=before, by=the_machine(), at=on_day(start, at))
    if customer.story is Story.NOTICE:
        record_notice(contract=contract, received_on=at.date() - timedelta(days=9), by=by, at=at)
    return contract


def _contract(
    customer: Customer,
    account: Account,
    number: int,
    first: date,
    last: date,
    lines: list[LineInput],
    *,
    by: User,
    at: datetime,
    predecessor: Contract | None = None,
) -> Contract:
    signed = first - timedelta(days=20)
    return enter_contract(
        account=account,
        by=by,
        at=on_day(signed, at),
        reference=f"{account.pk:04d}-{number}",
        currency=customer.currency,
        term_start=first,
        term_end=last,
        signed_on=signed,
        notice_value=customer.notice_days,
        notice_counted_from="term_end",
        auto_renew=customer.auto_renew and number == 2,
        predecessor=predecessor,
        lines=lines,
        activate=True,
    )


def make_contacts(customer: Customer, account: Account, *, by: User, at: datetime) -> list[Contact]:
    """People in their seats; in a fading account few are known, in the largest a sponsor is looked for."""
    chance = Random("people of " + customer.name)  # noqa: S311 - a story, not a secret
    seats = SEATS[: 2 if customer.story is Story.FADING else SEATS_BY_TIER[customer.tier]]
    people = [_seated(customer, account, seat, chance, by=by, at=at) for seat in seats]
    if customer.tier == "A":
        role = "executive_sponsor"
        add_contact(account=account, by=by, at=at, is_placeholder=True, buying_role=role, since=at.date())
    return people


def _seated(
    customer: Customer,
    account: Account,
    seat: tuple[str, str, bool],
    chance: Random,
    *,
    by: User,
    at: datetime,
) -> Contact:
    title, role, is_key = seat
    first, last = chance.choice(FIRST), chance.choice(LAST)
    domain = customer.name.lower().replace(" and ", "").replace(" ", "")
    return add_contact(
        account=account,
        by=by,
        at=on_day(account.customer_since or at.date(), at),
        name=f"{first} {last}",
        title=title,
        buying_role=role,
        is_key=is_key,
        email=f"{first}.{last}@{domain}.example".lower(),
        country=customer.country,
        time_zone=customer.zone,
        since=account.customer_since,
    )


def make_history(
    customer: Customer, account: Account, contacts: list[Contact], *, owner: User, today: date
) -> None:
    """A year of touchpoints with their timeline, in four statements."""
    told = year_of(customer, contacts, today=today)
    rows = Touchpoint.objects.bulk_create([_touchpoint(account, said, owner) for said in told])
    links = [(row, said) for row, said in zip(rows, told, strict=True)]
    TouchpointContact.objects.bulk_create(
        [
            TouchpointContact(touchpoint=row, contact=contact)
            for row, said in links
            for contact in said.contacts
        ]
    )
    TouchpointColleague.objects.bulk_create([TouchpointColleague(touchpoint=row, user=owner) for row in rows])
    TimelineEvent.objects.bulk_create([_event(account, row, said, owner) for row, said in links])


def _touchpoint(account: Account, said: Said, owner: User) -> Touchpoint:
    return Touchpoint(
        account=account,
        happened_at=said.happened_at,
        channel=said.channel,
        direction=said.direction,
        outcome=said.outcome,
        purpose=said.purpose,
        mood=said.mood,
        minutes=said.minutes,
        text=said.text,
        recorded_at=said.happened_at,
        is_qualifying=said.is_qualifying,
        logged_by=owner,
    )


def _event(account: Account, row: Touchpoint, said: Said, owner: User) -> TimelineEvent:
    names = ", ".join(contact.name for contact in said.contacts)
    return TimelineEvent(
        account=account,
        at=said.happened_at,
        actor=owner,
        kind="touchpoint_logged",
        text=describe(row, names)[:500],
        subject_type="touchpoint",
        subject_id=row.pk,
    )


def make_work(
    customer: Customer, account: Account, contacts: list[Contact], *, owner: User, at: datetime
) -> None:
    """Next steps and promises, some of them late; and somebody who has left."""
    chance = Random("work at " + customer.name)  # noqa: S311 - a story, not a secret
    today = at.date()
    if customer.tier in "AB":
        due = today + timedelta(days=chance.choice((-6, -2, 0, 1, 3, 8)))
        add_step(account=account, owner=owner, text=chance.choice(STEPS), due_on=due, by=owner, at=at)
    if customer.story in (Story.SOURING, Story.STEADY) and customer.tier in "ABC" and contacts:
        due = today + timedelta(days=chance.choice((-4, -1, 0, 2, 6)))
        make_promise(
            account=account,
            side=Side.OURS,
            user=owner,
            contact=contacts[0],
            text=chance.choice(PROMISES),
            promised_on=today - timedelta(days=14),
            due_on=due,
            by=owner,
            at=at,
        )
    if customer.story is Story.SOURING and len(contacts) > 2:
        mark_departed(contact=contacts[0], on=today - timedelta(days=20), by=owner, at=at)
