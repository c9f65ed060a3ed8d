"""What the map of an account is drawn from: dated rows as on a day, and what was said up to it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from accounts.models import Account, ContractLine, OrgUnit
from retention.team.visibility import Reader

from .choices import ContactStatus
from .models import (
    Contact,
    Influences,
    MapScope,
    NextStep,
    ReportsTo,
    RoleOnMap,
    Standing,
    Tie,
    TouchpointColleague,
    TouchpointContact,
)
from .people_map.strength import Touch

READ_BACK_DAYS = 400


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said: every contact's touchpoints, and who of ours took part in each."""

    touches: Mapping[int, Sequence[tuple[int, Touch]]]
    colleagues: Mapping[int, frozenset[int]]
    names: Mapping[int, str]

    def of(self, contact_id: int) -> list[Touch]:
        """Everything said with a contact."""
        return [touch for _, touch in self.touches.get(contact_id, ())]

    def of_pair(self, contact_id: int, user_id: int) -> list[Touch]:
        """What one of ours said with a contact."""
        said = self.touches.get(contact_id, ())
        return [touch for number, touch in said if user_id in self.colleagues.get(number, ())]

    def users_of(self, contact_id: int) -> set[int]:
        """Who of ours spoke with a contact."""
        said = self.touches.get(contact_id, ())
        return {user for number, _ in said for user in self.colleagues.get(number, ())}


@dataclass(slots=True)
class Sources:
    """Rows of one account as on a day, by contact id."""

    contacts: list[Contact]
    talk: Talk
    roles: Mapping[int, list[RoleOnMap]] = field(default_factory=dict)
    standings: Mapping[int, list[Standing]] = field(default_factory=dict)
    ties: Mapping[int, list[Tie]] = field(default_factory=dict)
    managers: Mapping[int, ReportsTo] = field(default_factory=dict)
    influences: Sequence[Influences] = ()
    steps: Sequence[NextStep] = ()
    units: Sequence[OrgUnit] = ()
    scopes: Sequence[MapScope] = ()
    units_with_lines: frozenset[int] = frozenset()


def sources_of(account: Account, user: Reader, *, on: date) -> Sources:
    """Everything the map shows, in a dozen queries whatever the size of the account."""
    known = Contact.objects.visible_to(user).filter(account=account, since__lte=on)
    contacts = list(known.select_related("person", "org_unit").order_by("-is_key", "person__name_key", "id"))
    rows = {"account": account}
    lines = ReportsTo.objects.as_on(on).filter(**rows, **_seen(user, "manager"))
    listening = Influences.objects.as_on(on).filter(**rows, **_seen(user, "on_contact"))
    steps = NextStep.objects.visible_to(user).open().filter(**rows).filter(
        Q(origin="map") | Q(contact__isnull=False)
    )  # fmt: skip
    return Sources(
        contacts=contacts,
        talk=talk_of(account, on=on),
        roles=_by_contact(RoleOnMap.objects.as_on(on).filter(**rows).select_related("org_unit", "scope")),
        standings=_by_contact(Standing.objects.as_on(on).filter(**rows)),
        ties=_by_contact(Tie.objects.as_on(on).filter(**rows).select_related("user")),
        managers={
            line.contact_id: line for line in lines.select_related("manager__person", "manager__account")
        },
        influences=list(listening.select_related("contact__person", "on_contact__person").order_by("id")),
        steps=list(steps.order_by("due_on")),
        units=list(OrgUnit.objects.visible_to(user).filter(**rows).order_by("name", "id")),
        scopes=list(MapScope.objects.visible_to(user).open().filter(**rows).order_by("id")),
        units_with_lines=_units_with_lines(account, on),
    )


def _seen(user: Reader, other: str) -> dict[str, Any]:
    """Lines whose other end the reader sees: it may be at another company of the group."""
    return {f"{other}__in": Contact.objects.visible_to(user)}


def talk_of(account: Account, *, on: date) -> Talk:
    """What was said at an account in the 400 days up to a day; the mood of private talk is not told."""
    until = datetime.combine(on + timedelta(days=1), time.min, UTC)
    asked: dict[str, Any] = {
        "touchpoint__account": account,
        "touchpoint__is_current": True,
        "touchpoint__happened_at__gt": until - timedelta(days=READ_BACK_DAYS),
        "touchpoint__happened_at__lt": until,
    }
    links = list(
        TouchpointContact.objects.filter(**asked).order_by("touchpoint_id").values_list(
            "contact_id", "touchpoint_id", "in_copy", "touchpoint__happened_at", "touchpoint__channel",
            "touchpoint__direction", "touchpoint__outcome", "touchpoint__mood", "touchpoint__is_private",
        )
    )  # fmt: skip
    crowds = Counter(link[1] for link in links if not link[2])
    touches: dict[int, list[tuple[int, Touch]]] = defaultdict(list)
    for contact_id, number, in_copy, at, channel, direction, outcome, mood, is_private in links:
        said = Touch(at.astimezone(UTC).date(), channel, direction, outcome, None if is_private else mood,
                     in_copy, crowds[number])  # fmt: skip
        touches[contact_id].append((number, said))
    present: dict[int, set[int]] = defaultdict(set)
    names: dict[int, str] = {}
    for number, user_id, name in TouchpointColleague.objects.filter(**asked).values_list(
        "touchpoint_id", "user_id", "user__name"
    ):
        present[number].add(user_id)
        names[user_id] = name
    return Talk(touches, {number: frozenset(users) for number, users in present.items()}, names)


def in_seat_on(contact: Contact, on: date) -> bool:
    """True for a person, not a role that waits, who had not left by that day."""
    if contact.is_placeholder:
        return False
    return contact.status != ContactStatus.DEPARTED or (contact.departed_on or on) > on


def _by_contact(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("id"):
        found[row.contact_id].append(row)
    return found


def _units_with_lines(account: Account, on: date) -> frozenset[int]:
    lines = ContractLine.objects.filter(contract__account=account, contract__state="active", start_on__lte=on)
    running = lines.filter(Q(end_on__isnull=True) | Q(end_on__gte=on), org_unit__isnull=False)
    return frozenset(running.order_by().values_list("org_unit_id", flat=True).distinct())
