"""Save plays: start one, and say how it ended."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from accounts.timeline import record
from contacts.actions import add_step, settle_step
from contacts.choices import StepState
from contacts.models import NextStep
from retention.lib import accepts
from retention.lib.business_days import EVERYDAY_OFFICE, NoBusinessDay, add_business_days
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.calendars import Calendars
from retention.team.models import User

from ..choices import PlayCode, RootCause, SaveOutcome
from ..models import PlayRun, PlayStep, Renewal
from ..people import person_for
from ..plays import PLAYS, VERSION, Step
from .assessing import decides_for

ORIGIN = "play"
_play = accepts.one_of("The play", PlayCode)
_cause = accepts.one_of("The root cause", RootCause, required=False)
_trigger = accepts.text("What happened", 300)
_outcome = accepts.one_of("The outcome", SaveOutcome)
_note = accepts.text("The note", 500)
_amount = accepts.amount("The amount")
KEPT = (SaveOutcome.SAVED, SaveOutcome.REDUCED)


class PlayRefused(DomainError):
    """This play cannot be started or finished now."""


@transaction.atomic
def start_play(
    *,
    account: Account,
    play: str,
    by: User,
    at: datetime,
    renewal: Renewal | None = None,
    root_cause: str = "",
    trigger: str = "",
) -> PlayRun:
    """Start a save play: its steps become next steps on business days from today.

    One active play per root cause and account. Raises PermissionDenied, PlayRefused, InputRefused,
    TextRefused.
    """
    account = editable_account(account.pk, by)
    code = _play(play, "play")
    scripted, today = PLAYS[code], local_day(at, by.time_zone)
    cause = _cause(root_cause, "root_cause") or scripted.root_cause
    row = _renewal_of(account, renewal)
    if PlayRun.objects.active().filter(account=account, root_cause=cause).exists():
        words = RootCause(cause).label
        raise PlayRefused(f"A play against “{words}” is running here already.", field="play")
    run = PlayRun.objects.create(
        account=account, renewal=row, play=code, play_version=VERSION, root_cause=cause,
        trigger=_trigger(trigger, "trigger") or scripted.trigger, started_on=today, started_by=by,
        currency=row.currency if row else account.currency, arr_at_stake=row.atr if row else account.arr,
    )  # fmt: skip
    _plan_steps(run, scripted.steps, by=by, at=at)
    label = PlayCode(code).label
    record(account, "play_started", f"Save play started: {label}. {run.trigger}", by=by, at=at,
           subject=("play_run", run.pk))  # fmt: skip
    return run


@transaction.atomic
def finish_play(
    *,
    run: PlayRun,
    outcome: str,
    by: User,
    at: datetime,
    offer_cost: Any = None,
    saved_arr: Any = None,
    note: str = "",
    expected_version: int | None = None,
) -> PlayRun:
    """Say how a play ended, what was offered a year and what was kept; open steps of it are dropped.

    Offers above the play's cap are the lead's to finish. Raises PermissionDenied, PlayRefused,
    InputRefused, TextRefused, StaleVersion.
    """
    account = editable_account(run.account_id, by)
    row = PlayRun.objects.get(pk=run.pk, account=account)
    if row.finished_on is not None:
        raise PlayRefused("This play is finished already.")
    kept = _outcome(outcome, "outcome")
    offered, saved = _or_none(offer_cost, "offer_cost"), _or_none(saved_arr, "saved_arr")
    _refuse_amounts(row, kept, offered, saved)
    if offered is not None and offered > offer_cap(row) and not decides_for(account, by):
        raise PermissionDenied("More was offered than this play allows: the lead finishes it.")
    changes = {
        "outcome": kept, "offer_cost": offered, "saved_arr": saved, "note": _note(note, "note"),
        "finished_on": local_day(at, by.time_zone),
    }  # fmt: skip
    save_edit(row, changes, expected_version=expected_version)
    _drop_steps(row, by=by, at=at)
    words = f"{row.get_play_display()}: {row.get_outcome_display()}"
    record(account, "play_finished", f"Save play finished. {words}", by=by, at=at,
           subject=("play_run", row.pk))  # fmt: skip
    return row


def offer_cap(run: PlayRun) -> Decimal:
    """The most that may be offered without the lead, a year's amount in the run's currency."""
    return run.arr_at_stake * PLAYS[run.play].offer_cap_pct / 100


def _renewal_of(account: Account, renewal: Renewal | None) -> Renewal | None:
    if renewal is None:
        return None
    row = Renewal.objects.filter(pk=renewal.pk, account=account).first()
    if row is None or row.is_closed:
        raise PlayRefused("There is no such open renewal at this account.", field="renewal")
    return row


def _plan_steps(run: PlayRun, steps: tuple[Step, ...], *, by: User, at: datetime) -> None:
    calendars = Calendars()
    for position, step in enumerate(steps, start=1):
        owner = person_for(step.role, run.account, otherwise=by)
        made = add_step(
            account=run.account, owner=owner, text=step.action, by=by, at=at,
            due_on=_day_of(run.started_on, step.day, owner, calendars),
            origin=ORIGIN, origin_key=f"{run.pk}:{position}",
        )  # fmt: skip
        PlayStep.objects.create(run=run, position=position, step=made)


def _day_of(start: date, days: int, owner: User, calendars: Calendars) -> date:
    try:
        return add_business_days(start, days, calendars.of(owner))
    except NoBusinessDay:
        return add_business_days(start, days, EVERYDAY_OFFICE)


def _drop_steps(run: PlayRun, *, by: User, at: datetime) -> None:
    """What was not done by then is not to be done any more."""
    for step in NextStep.objects.filter(pk__in=run.steps.values("step"), state=StepState.OPEN).order_by("pk"):
        settle_step(step=step, state=StepState.DROPPED, by=by, at=at)


def _or_none(value: Any, field: str) -> Decimal | None:
    return None if value in (None, "") else Decimal(_amount(value, field))


def _refuse_amounts(run: PlayRun, outcome: str, offered: Decimal | None, saved: Decimal | None) -> None:
    if outcome in KEPT and saved is None:
        raise PlayRefused("Say what was kept, a year's amount.", field="saved_arr")
    if outcome not in KEPT and saved:
        raise PlayRefused("Nothing was kept by it.", field="saved_arr")
    if saved is not None and saved > run.arr_at_stake:
        raise PlayRefused("More was kept than was at stake; growth is not counted here.", field="saved_arr")
    if outcome == SaveOutcome.REDUCED and saved is not None and saved >= run.arr_at_stake:
        raise PlayRefused("In part means less than was at stake.", field="saved_arr")
