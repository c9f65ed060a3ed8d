"""Everything that one renewal's page shows, one query per block."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Account
from contacts.models import NextStep, Touchpoint
from retention.lib.zones import local_day
from retention.reminders.models import Reminder, ReminderState
from retention.renewals.actions.assessing import decides_for
from retention.renewals.actions.reasons import may_judge
from retention.renewals.choices import WinReason
from retention.renewals.gate_facts import missing_for
from retention.renewals.gates import Missing
from retention.renewals.kind import SAYS
from retention.renewals.ladder_rows import KIND
from retention.renewals.models import (
    LineOutcome,
    LossReason,
    OwnerCall,
    PlayRun,
    Renewal,
    RenewalStage,
    StageChange,
    StageEvidence,
)
from retention.renewals.price_facts import PriceFacts, price_facts
from retention.team.models import User
from retention.team.visibility import leads_people

from .disputes import disagreements
from .reviewing import open_calls
from .way import RailStep, next_stage_of, rail_of

SHOWN = 6
PARTS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Rung:
    """A reminder of the ladder, told or still to be told; one that is repeated day by day stands once."""

    text: str
    first: date
    last: date
    is_told: bool


@dataclass(frozen=True)
class RenewalPage:
    """One renewal for one reader; ``still_open`` is what the owner's call still lacks, in words."""

    renewal: Renewal
    today: date
    may_edit: bool
    next_stage: str
    missing: list[Missing]
    price: PriceFacts
    evidence: StageEvidence | None
    still_open: str
    rail: list[RailStep]
    moves: list[StageChange]
    calls: list[OwnerCall]
    steps: list[NextStep]
    talks: list[Touchpoint]
    rungs: list[Rung]
    reasons: list[LossReason]
    may_judge: bool
    may_agree: bool
    line_outcomes: list[LineOutcome]
    plays: list[PlayRun]
    parts: list[Renewal]
    may_join: bool

    @property
    def ends(self) -> int:
        """How many ends are decided here together, its own among them."""
        return len(self.parts) + 1

    @property
    def has_running_play(self) -> bool:
        """One of the plays is not finished."""
        return any(run.finished_on is None for run in self.plays)

    @property
    def takes_reason(self) -> bool:
        """Something was lost that is worth a reason."""
        row = self.renewal
        return row.stage in (RenewalStage.LOST, RenewalStage.RENEWED_PARTIAL)

    @property
    def note(self) -> str:
        """What was noted with the outcome, unless it is a reason that stands beside it."""
        note = self.renewal.close_note
        return "" if note in [reason.stated_reason for reason in self.reasons] else note

    @property
    def unexplained(self) -> list[LineOutcome]:
        """Lines that ended or shrank and have no reason of their own."""
        own = {reason.line_id for reason in self.reasons}
        less = [one for one in self.line_outcomes if one.is_less]
        return [one for one in less if one.line_id not in own] if len(less) > 1 else []

    @property
    def wins(self) -> list[str]:
        """Why they stayed, in words."""
        return [str(WinReason(code).label) for code in self.renewal.win_reasons]

    @property
    def next_stage_label(self) -> str:
        """The stage that comes next, in words."""
        return str(RenewalStage(self.next_stage).label) if self.next_stage else ""

    @property
    def standing_call(self) -> OwnerCall | None:
        """The owner's last word."""
        return self.calls[0] if self.calls else None

    @property
    def disagreements(self) -> list[str]:
        """Where call, estimate and assessments contradict each other, in words."""
        return disagreements(self.renewal)


def renewal_page(row: Renewal, user: User, *, at: datetime) -> RenewalPage:
    """Gather the page."""
    today, price = local_day(at, user.time_zone), price_facts(row)
    coming = next_stage_of(row)
    moves = list(row.stage_changes.select_related("by").order_by("-at", "-id")[:50])
    steps = NextStep.objects.visible_to(user).open().filter(account=row.account_id)
    plays = PlayRun.objects.visible_to(user)
    talks = Touchpoint.objects.visible_to(user).two_way().filter(account=row.account_id)
    return RenewalPage(
        renewal=row,
        today=today,
        may_edit=Account.objects.editable_by(user).filter(pk=row.account_id).exists(),
        next_stage=coming,
        missing=missing_for(row, coming, on=today, price=price) if coming else [],
        price=price,
        evidence=getattr(row, "evidence", None),
        still_open=open_calls([row], on=today).get(row.pk, ""),
        rail=rail_of(row, moves, user),
        moves=moves,
        calls=list(row.owner_calls.select_related("by").order_by("-id")[:SHOWN]),
        steps=list(steps.select_related("owner").order_by("due_on", "id")[:SHOWN]),
        talks=list(talks.select_related("logged_by").order_by("-happened_at", "-id")[:SHOWN]),
        rungs=_rungs(row, user),
        reasons=_reasons(row, user),
        may_judge=may_judge(row, user),
        may_agree=leads_people(user) and may_judge(row, user),
        line_outcomes=_line_outcomes(row, user),
        parts=list(row.parts.select_related("contract").order_by("decision_on", "id")[:PARTS_SHOWN]),
        may_join=decides_for(row.account, user),
        plays=list(plays.filter(account=row.account_id).order_by("-started_on", "-id")[:SHOWN]),
    )


def _reasons(row: Renewal, user: User) -> list[LossReason]:
    if not row.is_closed:
        return []
    return list(
        LossReason.objects.visible_to(user)
        .filter(renewal=row)
        .select_related("line__product")
        .order_by("id")[:50]
    )


def _line_outcomes(row: Renewal, user: User) -> list[LineOutcome]:
    if not row.is_closed:
        return []
    rows = LineOutcome.objects.visible_to(user).filter(renewal=row).select_related("line__product")
    return list(rows.order_by("line_id")[:50])


def _rungs(row: Renewal, user: User) -> list[Rung]:
    rows = Reminder.objects.visible_to(user).filter(kind=KIND, subject_id=row.pk)
    told = rows.filter(state__in=(ReminderState.RELEASED, ReminderState.PLANNED))
    found = told.order_by("fire_on", "id").values_list("anchor_kind", "rung", "fire_on", "state")[:40]
    rungs: list[Rung] = []
    for anchor, rung, on, state in found:
        text, is_told = SAYS.get((anchor == "term_end", rung), ""), state == ReminderState.RELEASED
        before = rungs[-1] if rungs else None
        if before is not None and (before.text, before.is_told) == (text, is_told):
            rungs[-1] = Rung(text, before.first, on, is_told)
        else:
            rungs.append(Rung(text, on, on, is_told))
    return rungs
