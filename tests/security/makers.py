"""How to make one row of every model that hangs on an account: a new scoped model needs a line here."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

from accounts.models import (
    Account,
    AccountMerger,
    AccountTeamMember,
    ArrMovement,
    BreakOption,
    Contract,
    ContractLine,
    Invoice,
    LineSuspension,
    MonthUsage,
    OrgUnit,
    TimelineEvent,
)
from contacts.models import (
    FeedbackItem,
    Influences,
    KnownFact,
    MapScope,
    NextStep,
    Objection,
    Promise,
    ReportsTo,
    RoleOnMap,
    Standing,
    SurveyAsked,
    Tie,
    Touchpoint,
)
from retention.cadence.models import CheckIn, Deferral, GapCheckIn
from retention.growth.models import AdvocacyAsk, AdvocacyConsent, LostDeal
from retention.health.models import HealthSnapshot
from retention.reminders.models import Notification, Reminder
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact, make_contract

from .account_plans import ACCOUNT_PLAN_MAKERS
from .makers_hours import HOUR_MAKERS
from .makers_kpis import KPI_MAKERS
from .makers_operations import OPERATION_MAKERS
from .makers_plans import PLAN_MAKERS
from .makers_renewals import RENEWAL_MAKERS
from .makers_reports import REPORT_MAKERS
from .makers_reviews import REVIEW_MAKERS
from .makers_sharing import SHARING_MAKERS, SHARING_UNSCOPED
from .makers_teamwork import TEAMWORK_MAKERS, TEAMWORK_UNSCOPED
from .makers_walks import WALK_MAKERS
from .makers_whitespace import ROOM_MAKERS

LATER = date(2027, 1, 31)
QUARTER = date(2026, 10, 1)


def _contract(account: Account, by: User) -> Contract:
    return make_contract(account)


def _line(account: Account, by: User) -> ContractLine:
    line: ContractLine = make_contract(account).lines.get()
    return line


def _consent(account: Account, by: User) -> AdvocacyConsent:
    who = make_contact(account)
    return AdvocacyConsent.objects.create(
        account=account, contact=who, kind="review", scope="x", given_by=who, given_on=TODAY, written_by=by
    )


def _reminder(account: Account, by: User) -> Reminder:
    return Reminder.objects.create(
        kind="renewal", account=account, subject_id=account.pk, anchor_kind="act_by", anchor_on=LATER,
        rung=-30, content="x", audience=["owner"], urgency="digest", fire_on=TODAY, fire_at=NOON,
        dedupe_key=f"renewal:{account.pk}:{Reminder.objects.count()}",
    )  # fmt: skip


def _notification(account: Account, by: User) -> Notification:
    return Notification.objects.create(
        reminder=_reminder(account, by), user=by, account=account, title="t", text="x", url="/",
        urgency="digest", created_at=NOON,
    )  # fmt: skip


def _check_in(account: Account, by: User) -> CheckIn:
    return CheckIn.objects.create(
        account=account, contact=make_contact(account), interval_days=30, interval_reason="x", raw_on=TODAY,
        due_on=TODAY, shown_on=TODAY, reason="x",
    )  # fmt: skip


def _snapshot(account: Account, by: User) -> HealthSnapshot:
    return HealthSnapshot.objects.create(
        account=account, on=TODAY, computed_at=NOON, card_version=1, band="unknown", measures=[], coverage=0
    )


def touchpoint(account: Account, by: User, **fields: Any) -> Touchpoint:
    """A call that nobody but we and they know of."""
    return Touchpoint.objects.create(
        account=account, happened_at=NOON, channel="call", is_qualifying=True, logged_by=by, **fields
    )


def event(account: Account, by: User, **fields: Any) -> TimelineEvent:
    """A line of the account's story."""
    return TimelineEvent.objects.create(account=account, at=NOON, actor=by, kind="edited", text="x", **fields)


Make = Callable[[Account, User], Model]
MAKERS: dict[str, Make] = {
    "accounts.Account": lambda account, by: account,
    "accounts.OrgUnit": lambda account, by: OrgUnit.objects.create(account=account, name="Kitchen"),
    "accounts.AccountTeamMember": lambda account, by: AccountTeamMember.objects.create(
        account=account, user=by, function="legal"
    ),
    "accounts.Contract": _contract,
    "accounts.ContractLine": _line,
    "accounts.ArrMovement": lambda account, by: ArrMovement.objects.create(
        account=account, effective_on=TODAY, kind="new", amount=Decimal(1), currency="EUR"
    ),
    "accounts.BreakOption": lambda account, by: BreakOption.objects.create(
        contract=_contract(account, by), on=TODAY
    ),
    "accounts.LineSuspension": lambda account, by: LineSuspension.objects.create(
        line=_line(account, by), starts_on=TODAY
    ),
    "accounts.MonthUsage": lambda account, by: MonthUsage.objects.create(
        line=_line(account, by), month=TODAY.replace(day=1), amount=Decimal(1)
    ),
    "accounts.AccountMerger": lambda account, by: AccountMerger.objects.create(
        merged=Account.objects.create(name=f"Before {account.name}"), survivor=account, on=TODAY, merged_by=by
    ),
    "accounts.TimelineEvent": event,
    "accounts.Invoice": lambda account, by: Invoice.objects.create(
        account=account, number="R-1", issued_on=TODAY, due_on=TODAY, amount=Decimal(1), currency="EUR"
    ),
    "contacts.Contact": lambda account, by: make_contact(account),
    "contacts.Touchpoint": touchpoint,
    "contacts.Promise": lambda account, by: Promise.objects.create(
        account=account, side="ours", user=by, text="x", promised_on=TODAY, due_on=TODAY
    ),
    "contacts.KnownFact": lambda account, by: KnownFact.objects.create(
        account=account, topic="bought", text="x", said_on=TODAY, fresh_until=TODAY, is_personal=False, by=by
    ),
    "contacts.FeedbackItem": lambda account, by: FeedbackItem.objects.create(
        account=account, kind="idea", text="x", received_on=TODAY, due_on=TODAY, owner=by
    ),
    "contacts.Objection": lambda account, by: Objection.objects.create(
        contact=make_contact(account), since=TODAY, came_by="talk", recorded_by=by
    ),
    "contacts.SurveyAsked": lambda account, by: SurveyAsked.objects.create(
        account=account,
        contact=make_contact(account),
        kind="nps",
        quarter=QUARTER,
        asked_on=TODAY,
        expires_on=TODAY,
        asked_by=by,
    ),
    "contacts.NextStep": lambda account, by: NextStep.objects.create(
        account=account, owner=by, text="x", due_on=TODAY
    ),
    "contacts.MapScope": lambda account, by: MapScope.objects.create(
        account=account, kind="opportunity", title="x", opened_on=TODAY, by=by
    ),
    "contacts.RoleOnMap": lambda account, by: RoleOnMap.objects.create(
        account=account, contact=make_contact(account), role="champion", starts_on=TODAY, by=by
    ),
    "contacts.Standing": lambda account, by: Standing.objects.create(
        account=account, contact=make_contact(account), influence=4, starts_on=TODAY, by=by
    ),
    "contacts.Tie": lambda account, by: Tie.objects.create(
        account=account, contact=make_contact(account), user=by, level=1, starts_on=TODAY, by=by
    ),
    "contacts.ReportsTo": lambda account, by: ReportsTo.objects.create(
        account=account,
        contact=make_contact(account),
        manager=make_contact(account, "Max Thorn"),
        starts_on=TODAY,
        by=by,
    ),
    "contacts.Influences": lambda account, by: Influences.objects.create(
        account=account,
        contact=make_contact(account),
        on_contact=make_contact(account, "Max Thorn"),
        starts_on=TODAY,
        by=by,
    ),
    "reminders.Reminder": _reminder,
    "reminders.Notification": _notification,
    "cadence.CheckIn": _check_in,
    "cadence.Deferral": lambda account, by: Deferral.objects.create(
        account=account, kind="snooze", due_on=TODAY, until=LATER, reason="x", by=by, at=NOON
    ),
    "cadence.GapCheckIn": lambda account, by: GapCheckIn.objects.create(
        account=account,
        contact=make_contact(account),
        flag="single_thread",
        reason="x",
        due_on=TODAY,
        by=by,
        at=NOON,
    ),
    "growth.AdvocacyAsk": lambda account, by: AdvocacyAsk.objects.create(
        deal=LostDeal.objects.create(prospect="x", owner=by, lost_on=TODAY),
        account=account,
        asked_on=TODAY,
        band="unknown",
    ),
    "growth.AdvocacyConsent": _consent,
    "health.HealthSnapshot": _snapshot,
    **RENEWAL_MAKERS,
    **TEAMWORK_MAKERS,
    **WALK_MAKERS,
    **REVIEW_MAKERS,
    **SHARING_MAKERS,
    **PLAN_MAKERS,
    **HOUR_MAKERS,
    **KPI_MAKERS,
    **REPORT_MAKERS,
    **OPERATION_MAKERS,
    **ROOM_MAKERS,
    **ACCOUNT_PLAN_MAKERS,
}
UNSCOPED: dict[str, str] = {
    "accounts.ExternalId": "names a record by type and id; asked only for records fetched through visible_to",
    "contacts.AlikeAccounts": "of two accounts, both seen; see tests/desk/test_duplicate_accounts.py",
    "contacts.Person": "a human at several accounts; seen only through their contacts",
    "contacts.JobMove": "hangs on two contacts; seen only through them",
    "contacts.TouchpointContact": "a part of a touchpoint",
    "contacts.TouchpointColleague": "a part of a touchpoint",
    "renewals.StageChange": "a part of a renewal",
    "health.BandState": "the band machine's memory; read by the machine only",
    **TEAMWORK_UNSCOPED,
    **SHARING_UNSCOPED,
}
"""Models that lead to an account and are not scoped themselves, and why that is right."""
