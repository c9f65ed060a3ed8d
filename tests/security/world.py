"""A full company for the matrices of routes: one of everything at Lena's account, and as much at Nico's.

Every text of either holds a string that stands nowhere else, so that a test can look for it in whatever
somebody else receives.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import (
    Account,
    AccountMerger,
    AccountTeamMember,
    ExternalId,
    FxRate,
    OrgUnit,
    PeriodClose,
    TeamTemplate,
)
from accounts.models import TimelineEvent as Event
from contacts.models import (
    Contact,
    NextStep,
    OurWords,
    Person,
    Promise,
    Touchpoint,
    TouchpointColleague,
    TouchpointContact,
)
from retention.cadence.models import CheckIn, Deferral, GapCheckIn
from retention.growth.models import AdvocacyAsk, AdvocacyConsent, LostDeal, Target
from retention.growth.quarters import quarter_of
from retention.integrations.models import ApiToken, Import, ImportFile
from retention.lib.clock import database_now
from retention.reminders.models import Notification, Reminder
from retention.renewals.models import (
    ApproverSeat,
    LossReason,
    PlayRun,
    PlayStep,
)
from retention.team.models import Absence, Holiday, User

from .agreements import contracts_of
from .makers_sharing import sharing_of
from .people import ORCHARD, VELA, Company, make_company
from .plan_world import plan_of
from .twins import make_twins
from .world_goals import goals_of
from .world_hours import hours_of
from .world_kpis import kpis_of
from .world_operations import operations_of
from .world_people import known_of, map_of
from .world_reports import reports_of
from .world_reviews import review_of
from .world_teamwork import teamwork_of
from .world_walks import network_of, walks_of
from .world_whitespace import room_of

OF_VELA, OF_ORCHARD = "canaryvela", "canaryorchard"
"""Every text ends with this and the name of its field, as in canaryvelatitle."""
SECRET = ("private_touchpoint", "note", "intent")
"""The beginnings of the names of texts that only the inner circle may read."""


@dataclass
class World:
    """The company, and what there is at Vela (Lena's) and at Orchard (Nico's), by kind."""

    company: Company
    vela: dict[str, Any] = field(default_factory=dict)
    orchard: dict[str, Any] = field(default_factory=dict)
    ours: dict[str, Any] = field(default_factory=dict)


class Made(dict[str, Any]):
    """Records by kind. A kind named twice would hide the first one from every test."""

    def take(self, more: dict[str, Any]) -> None:
        """These too."""
        twice = self.keys() & more.keys()
        assert not twice, f"made twice: {sorted(twice)}"
        self.update(more)


def make_world() -> World:
    """Everything there is."""
    company = make_company()
    world = World(company)
    world.vela = furnish(company.accounts[VELA], company["lena"], OF_VELA)
    world.orchard = furnish(company.accounts[ORCHARD], company["nico"], OF_ORCHARD)
    world.ours = {
        "person": company["delegate of Lena"],
        "team": company.teams["East"],
        "absence": Absence.objects.get(delegate=company["delegate of Lena"]),
        "closure": Holiday.objects.create(
            on=database_now().date() + timedelta(days=30), name="Founders’ day"
        ),
        "token": ApiToken.objects.create(
            owner=company["lena"], name="Script", prefix="abcdefgh", digest="0" * 64, scopes=["accounts:read"]
        ),
        "rate": FxRate.objects.create(currency="CHF", on=date(2026, 1, 2), rate=Decimal("1.05")),
        "closed_period": PeriodClose.objects.create(through=date(2020, 12, 31), closed_by=company["ada"]),
        "team_template": TeamTemplate.objects.create(
            version=1, needs={}, by=company["ada"], at=database_now()
        ),
        "our_words": OurWords.objects.create(
            version=1, differences=[], competitors=[], by=company["ada"], at=database_now()
        ),
        "approver": ApproverSeat.objects.create(level="legal", user=company["ada"]),
        "import": Import.objects.create(owner=company["ada"], source="Old CRM", state="checked"),
    }
    world.ours["import_file"] = ImportFile.objects.create(
        of=world.ours["import"],
        name="accounts.csv",
        kind="accounts",
        columns=["name"],
        size=9,
        digest="0" * 64,
    )
    return world


def furnish(account: Account, owner: User, mark: str) -> dict[str, Any]:
    """One of everything at an account; every text carries the mark and the name of its field."""

    def says(name: str) -> str:
        return f"{name} {mark}{name}"

    now = database_now()
    made = Made(account=account)
    made.take(_people(account, owner, says))
    made.take(contracts_of(account, says, now.date()))
    made.take(_talk(account, owner, made["contact"], says))
    made.take(map_of(account, owner, made["contact"], says, now.date()))
    made.take(make_twins(made["contact"], owner, says))
    made.take(known_of(account, owner, made["contact"], says, now.date()))
    made.take(_work(account, owner, made["contact"], says, now.date()))
    made.take(plan_of(account, owner, made["contact"], says, now.date()))
    made.take(_engine(account, owner, made, says))
    made.take(_growth(account, owner, made, says, now.date()))
    made.take(walks_of(account, owner, made["contact"], says, now.date()))
    made.take(network_of(owner, now.date()))
    made.take(_losses(account, owner, made, says, now.date()))
    made.take(kpis_of(account, owner, says))
    made.take(reports_of(account, owner, says))
    made.take(hours_of(account, owner, made["contract"], says, now.date()))
    made.take(operations_of(account, owner, made["contact"], says, now.date()))
    made.take(goals_of(account, owner, made["contact"], says, now.date()))
    made.take(review_of(account, owner, made["contact"], says, now.date()))
    made.take(teamwork_of(account, owner, made, says, now.date()))
    made.take(room_of(account, owner, made["contact"], says, now.date()))
    made.take(sharing_of(made["plan"], owner, made["contact"], says))
    return made


def _people(account: Account, owner: User, says: Any) -> dict[str, Any]:
    today = database_now().date()
    for name in ("name", "sector", "city", "definition_of_win"):
        setattr(account, name, says(name))
    account.phone, account.website = says("phone"), f"https://{says('site').replace(' ', '-')}.test"
    account.save()
    unit = OrgUnit.objects.create(account=account, name=says("unit"))
    mail = f"{says('mail').replace(' ', '.')}@customer.test"
    person = Person.objects.create(name=says("contact"), email=mail, phone=says("mobile"))
    contact = Contact.objects.create(
        account=account, person=person, org_unit=unit, title=says("title"), is_key=True,
        buying_role="champion", since=date(2026, 1, 5), personal_note=says("note"),
        pause_reason=says("pause"), interests=says("note-interests"),
        important_dates=[{"label": says("note-day"), "month": today.month, "day": today.day, "year": None}],
    )  # fmt: skip
    member = AccountTeamMember.objects.create(account=account, user=owner, function="sponsor")
    ExternalId.objects.create(record_type="account", record_id=account.pk, source="erp", value=says("key"))
    return {"unit": unit, "contact": contact, "team_member": member}


def _talk(account: Account, owner: User, contact: Contact, says: Any) -> dict[str, Any]:
    made = {}
    for kind, private in (("touchpoint", False), ("private_touchpoint", True)):
        row = Touchpoint.objects.create(
            account=account, happened_at=database_now() - timedelta(days=3), channel="call", logged_by=owner,
            is_qualifying=True, subject=says(f"{kind}-subject"), text=says(f"{kind}-text"),
            is_private=private,
        )  # fmt: skip
        TouchpointContact.objects.create(touchpoint=row, contact=contact)
        TouchpointColleague.objects.create(touchpoint=row, user=owner)
        Event.objects.create(
            account=account, at=row.happened_at, actor=owner, kind="touchpoint_logged", is_private=private,
            text=says(f"{kind}-event"), subject_type="touchpoint", subject_id=row.pk,
        )  # fmt: skip
        made[kind] = row
    return made


def _work(account: Account, owner: User, contact: Contact, says: Any, today: date) -> dict[str, Any]:
    step = NextStep.objects.create(
        account=account, owner=owner, contact=contact, text=says("step"), due_on=today
    )
    done = NextStep.objects.create(
        account=account, owner=owner, text=says("done-step"), due_on=today, state="done", settled_by=owner,
        settled_at=database_now(),
    )  # fmt: skip
    promise = Promise.objects.create(
        account=account, side="ours", user=owner, contact=contact, text=says("promise"), promised_on=today,
        due_on=today,
    )  # fmt: skip
    kept = Promise.objects.create(
        account=account, side="theirs", user=owner, text=says("kept-promise"), promised_on=today,
        due_on=today, state="kept", settled_on=today,
    )  # fmt: skip
    return {"step": step, "done_step": done, "promise": promise, "kept_promise": kept}


def _losses(account: Account, owner: User, made: dict[str, Any], says: Any, today: date) -> dict[str, Any]:
    reason = LossReason.objects.create(
        renewal=made["renewal"], line=made["line"], stated_reason=says("stated"), evidence=says("evidence"),
        competitor=says("competitor"), preventable_if=says("prevented"),
    )  # fmt: skip
    play = PlayRun.objects.create(
        account=account, renewal=made["renewal"], play="silence", play_version=1, root_cause="unknown",
        trigger=says("trigger"), started_on=today, started_by=owner, currency="EUR", arr_at_stake=1200,
        note=says("played"),
    )  # fmt: skip
    PlayStep.objects.create(run=play, position=1, step=made["step"])
    gone = Account.objects.create(name=f"Before {account.pk}")
    merger = AccountMerger.objects.create(
        merged=gone, survivor=account, on=today, merged_by=owner, note=says("merger")
    )
    return {"loss_reason": reason, "play": play, "merger": merger}


def _growth(account: Account, owner: User, made: dict[str, Any], says: Any, today: date) -> dict[str, Any]:
    team = owner.memberships.get().team
    quarter = quarter_of(today)
    target = Target.objects.create(quarter=quarter, owner=owner, kind="retention", fraction=Decimal("0.9"))
    Target.objects.create(quarter=quarter, owner=owner, kind="growth", amount=Decimal(5), currency="EUR")
    deal = LostDeal.objects.create(
        prospect=says("prospect"), owner=owner, team=team, lost_on=today, note=says("lost"),
    )  # fmt: skip
    reference = AdvocacyAsk.objects.create(
        deal=deal, account=account, asked_on=today, band="unknown", outcome="waiting"
    )
    contact = made["contact"]
    ask = AdvocacyAsk.objects.create(
        kind="review", account=account, contact=contact, asked_on=today, asked_by=owner, band="healthy",
        prospect=says("asked for"),
    )  # fmt: skip
    consent = AdvocacyConsent.objects.create(
        account=account, contact=contact, kind="review", scope=says("scope"), given_by=contact,
        given_on=today, written_by=owner,
    )  # fmt: skip
    return {"target": target, "deal": deal, "reference": reference, "ask": ask, "consent": consent}


def _engine(account: Account, owner: User, made: dict[str, Any], says: Any) -> dict[str, Any]:
    now = database_now()
    today, later = now.date(), now.date() + timedelta(days=7)
    check_in = CheckIn.objects.create(
        account=account, contact=made["contact"], interval_days=30, interval_reason=says("interval"),
        raw_on=today, due_on=today, shown_on=today, reason=says("check-in"),
    )  # fmt: skip
    deferral = Deferral.objects.create(
        account=account, contact=made["contact"], kind="snooze", due_on=today, until=later, by=owner, at=now,
        reason=says("deferral"),
    )  # fmt: skip
    gap = GapCheckIn.objects.create(
        account=account, contact=made["contact"], flag="single_thread", due_on=later, by=owner, at=now,
        reason=says("gap"),
    )  # fmt: skip
    reminder = Reminder.objects.create(
        kind="renewal_rung", account=account, subject_id=made["renewal"].pk, anchor_kind="internal_lead",
        anchor_on=later, rung=-30, content="x", audience=["owner"], urgency="digest", fire_on=today,
        fire_at=now, state="released", released_at=now, dedupe_key=f"renewal_rung:{account.pk}",
    )  # fmt: skip
    notification = Notification.objects.create(
        reminder=reminder, user=owner, account=account, title=says("news"), text=says("news-text"),
        url=f"/accounts/{account.pk}/", urgency="digest", created_at=now,
    )  # fmt: skip
    made_here = {"check_in": check_in, "deferral": deferral, "gap_check_in": gap}
    return {**made_here, "notification": notification}
