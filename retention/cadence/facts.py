"""What decides check-ins, read in a fixed number of statements however many accounts there are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from accounts.models import Account
from contacts.choices import BuyingRole, ContactStatus, Source
from contacts.models import Contact, Objection
from retention.team.models import User

from .gaps import Gap
from .gaps_standing import gaps_by_contact
from .history import EMPTY, History, account_histories, contact_histories
from .intervals import ACCOUNT, DEFAULT_INTERVALS, TIERS
from .models import CadenceRule, Deferral


@dataclass(frozen=True, slots=True)
class PutOff:
    """A snooze, skip or spread that was not undone."""

    kind: str
    anchor_on: date | None
    due_on: date
    until: date
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """One contact in their seat; ``stated_days`` is their wish, ``observed_days`` what they seem to like."""

    id: int
    role: str
    is_key: bool
    since: date
    recorded_at: datetime
    time_zone: str
    country: str
    subdivision: str
    stated_days: int | None
    observed_days: int | None
    paused_until: date | None
    history: History
    put_off: tuple[PutOff, ...]
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """One account with its contacts; the owner is None in the admin's queue."""

    id: int
    tier: str
    stage: str
    band: str
    decision_on: date | None
    next_check_in_on: date | None
    recorded_at: datetime
    time_zone: str
    country: str
    owner: User | None
    history: History
    put_off: tuple[PutOff, ...]
    contacts: tuple[ContactFacts, ...]


class Rules:
    """The intervals by tier and subject, as they stand now; an empty table means the defaults."""

    def __init__(self, days: Mapping[tuple[str, str], int]) -> None:
        self.days = dict(days)
        self.subjects = frozenset(subject for _, subject in days)

    @classmethod
    def now(cls) -> "Rules":
        """Read the table."""
        rows = CadenceRule.objects.values_list("tier", "subject", "interval_days")
        return cls({(tier, subject): days for tier, subject, days in rows} or default_rules())


def default_rules() -> dict[tuple[str, str], int]:
    """The days every installation starts with, for subjects that can have a check-in."""
    roles = {*BuyingRole.values, ACCOUNT}
    return {
        (tier, subject): days
        for subject, row in DEFAULT_INTERVALS.items()
        for tier, days in zip(TIERS, row, strict=True)
        if days is not None and subject in roles
    }


def facts_of(account_ids: Collection[int], *, at: datetime) -> list[AccountFacts]:
    """The facts of these accounts as known at *at*, in id order; former and dormant ones are among them."""
    ids = sorted(account_ids)
    accounts = list(
        Account.objects.filter(id__in=ids).order_by("id").values_list(
            "id", "tier", "stage", "health_band", "next_decision_on", "next_check_in_on", "recorded_at",
            "time_zone", "country", "owner_id",
        )
    )  # fmt: skip
    owners = User.objects.in_bulk({row[-1] for row in accounts if row[-1] is not None})
    histories = account_histories(ids, at=at)
    put_off = _put_off(ids)
    contacts = _contacts(ids, put_off, at=at)
    return [
        AccountFacts(
            *row[:-1],
            owner=owners.get(row[-1]),
            history=histories.get(row[0], EMPTY),
            put_off=put_off.get((row[0], None), ()),
            contacts=tuple(contacts.get(row[0], ())),
        )
        for row in accounts
    ]


def _put_off(ids: list[int]) -> dict[tuple[int, int | None], tuple[PutOff, ...]]:
    found: dict[tuple[int, int | None], tuple[PutOff, ...]] = {}
    rows = Deferral.objects.filter(account_id__in=ids, undone_at__isnull=True).order_by("at", "id")
    for row in rows.values_list(
        "account_id", "contact_id", "kind", "anchor_on", "due_on", "until", "at", named=True
    ):
        key = (row.account_id, row.contact_id)
        one = PutOff(row.kind, row.anchor_on, row.due_on, row.until, row.at)
        found[key] = (*found.get(key, ()), one)
    return found


_WANTED = Q(is_key=True) | ~Q(buying_role=BuyingRole.UNKNOWN) | Q(preferred_interval_days__isnull=False)


def _contacts(
    ids: list[int], put_off: Mapping[tuple[int, int | None], tuple[PutOff, ...]], *, at: datetime
) -> dict[int, list[ContactFacts]]:
    """Who may have a check-in: in their seat, not on leave, without an objection against everything; key, of
    a known role, with a wish or a gap.
    """
    histories = contact_histories(ids, at=at)
    gaps = gaps_by_contact(ids)
    rows = Contact.objects.in_seat().exclude(status=ContactStatus.ON_LEAVE)
    rows = rows.exclude(pk__in=Objection.objects.against_everything().values("contact"))
    rows = rows.filter(_WANTED | Q(pk__in=list(gaps)), account_id__in=ids).order_by("account_id", "id")
    found: dict[int, list[ContactFacts]] = {}
    for row in rows.values_list(
        "account_id", "id", "preferred_interval_days", "preference_source", "buying_role", "is_key", "since",
        "recorded_at", "time_zone", "country", "subdivision", "paused_until", named=True,
    ):  # fmt: skip
        observed = row.preference_source == Source.OBSERVED
        found.setdefault(row.account_id, []).append(
            ContactFacts(
                id=row.id,
                role=row.buying_role,
                is_key=row.is_key,
                since=row.since,
                recorded_at=row.recorded_at,
                time_zone=row.time_zone,
                country=row.country,
                subdivision=row.subdivision,
                stated_days=None if observed else row.preferred_interval_days,
                observed_days=row.preferred_interval_days if observed else None,
                paused_until=row.paused_until,
                history=histories.get(row.id, EMPTY),
                put_off=put_off.get((row.account_id, row.id), ()),
                gaps=gaps.get(row.id, ()),
            )
        )
    return found
