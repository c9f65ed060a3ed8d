"""A contract begins to walk, its steps are given to somebody, and a walk is stopped."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import Account, Contract
from accounts.rights import editable_account
from accounts.rosters import roster_of
from accounts.timeline import record
from contacts.models import Contact
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.team.models import User

from ..choices import HandoffState, Party, WalkState
from ..models import ContractWalk, Handoff, Process, ProcessVersion, WalkStep
from ..reminding import tell_handoff, tell_step
from .guards import CannotHold, between, editable_walk, refuse_holder

HOLDER_CHECKS: dict[str, accepts.Check] = {
    "party": accepts.one_of("Where it is done", Party),
    "owner_user": accepts.as_it_is,
    "owner_contact": accepts.as_it_is,
    "partner": accepts.text("The partner", 160),
    "partner_person": accepts.text("The person at the partner", 160),
    "expected_days": accepts.number("The expected days", least=1, most=730, required=True),
}
NOBODY: dict[str, Any] = {"owner_user": None, "owner_contact": None, "partner": "", "partner_person": ""}
FITS = {
    Party.IN_HOUSE: ("owner_user",), Party.CUSTOMER: ("owner_contact",),
    Party.PARTNER: ("partner", "partner_person"),
}  # fmt: skip
_why = accepts.text("Why", 300, required=True)


class WalksAlready(DomainError):
    """The contract is walking already."""


class NotOffered(DomainError):
    """The process is retired or has no version."""


class StepWasLeft(DomainError):
    """What was left stays as it was."""


@transaction.atomic
def start_walk(
    *, contract: Contract, process: Process, by: User, at: datetime, on: date | None = None
) -> ContractWalk:
    """Let a contract walk the newest version of a process, standing at its first step from *on*.

    Steps in-house go to who is in charge of their function on the account team; the others wait for a
    holder. Raises PermissionDenied, InputRefused, WalksAlready, NotOffered.
    """
    account = editable_account(contract.account_id, by)
    account = Account.objects.select_related("owner", "backup_owner").get(pk=account.pk)
    day = between(date.min.replace(year=accepts.FIRST_YEAR), on, "on", by, at)
    version = ProcessVersion.objects.filter(process=process).order_by("-number").first()
    if process.is_retired or version is None:
        raise NotOffered(f"{process.name} is not offered any more.", field="process")
    if ContractWalk.objects.under_way().filter(contract=contract).exists():
        raise WalksAlready(f"{contract.reference} is walking already.", field="contract")
    walk = ContractWalk.objects.create(contract=contract, version=version, started_on=day, started_by=by)
    steps = WalkStep.objects.bulk_create(_first_holders(walk, account, by))
    enter(steps[0], on=day, account=account, by=by, at=at)
    text = f"{contract.reference} began to walk: {version}"
    record(account, "walk_started", text, by=by, at=at, subject=("walk", walk.pk))
    return walk


def _first_holders(walk: ContractWalk, account: Account, by: User) -> list[WalkStep]:
    roster = roster_of(account, by)
    rows = []
    for step in walk.version.steps.order_by("position"):
        holder = roster.in_charge_of(step.function) if step.party == Party.IN_HOUSE else None
        rows.append(
            WalkStep(
                walk=walk, step=step, party=step.party, expected_days=step.expected_days, owner_user=holder
            )
        )
    return rows


def enter(step: WalkStep, *, on: date, account: Account, by: User, at: datetime) -> None:
    """The walk stands at this step from a day on; when it is late, holder and lead are told."""
    step.entered_on, step.due_on = on, on + timedelta(days=step.expected_days)
    step.save(update_fields=["entered_on", "due_on"])
    tell_step(step, account=account, by=by, at=at)


@transaction.atomic
def give_step(*, step: WalkStep, by: User, at: datetime, **holder: Any) -> WalkStep:
    """Say where a step is done (``party``), who holds it, and how long it should take.

    In-house ``owner_user``, at the customer ``owner_contact``, at a partner ``partner`` and
    ``partner_person``. Raises PermissionDenied, InputRefused, CannotHold, StepWasLeft, WalkIsOver.
    """
    walk, account = editable_walk(step.walk, by)
    row = WalkStep.objects.select_related("step").get(pk=step.pk)
    if row.left_on is not None:
        raise StepWasLeft(f"{row.step.name} was left on {row.left_on:%-d %b %Y}.")
    said = accepts.accepted(holder, HOLDER_CHECKS)
    kept = _holder_of(row, said, account)
    for name, value in kept.items():
        setattr(row, name, value)
    waiting = Handoff.objects.waiting().filter(to_step=row).first()
    if waiting is not None and not row.has_holder:
        raise CannotHold("Somebody has to receive what was handed on.", field=FITS[Party(row.party)][0])
    if row.entered_on is not None:
        row.due_on = row.entered_on + timedelta(days=row.expected_days)
    row.save(update_fields=[*kept, "due_on"])
    if row.is_here:
        tell_step(row, account=account, by=by, at=at)
    if waiting is not None:
        tell_handoff(waiting, account=account, by=by, at=at)
    text = f"{row.step.name}: {holder_name(row) or 'nobody'} holds it"
    record(account, "walk_step_given", text, by=by, at=at, subject=("walk", walk.pk))
    return row


def _holder_of(row: WalkStep, said: dict[str, Any], account: Account) -> dict[str, Any]:
    party = Party(said.get("party", row.party))
    stays = {name: getattr(row, name) for name in NOBODY} if party == row.party else NOBODY
    kept = {**stays, **said, "party": party.value}
    if idle := next((name for name in NOBODY if kept[name] and name not in FITS[party]), None):
        raise CannotHold(f"{party.label}: say nobody else who holds it.", field=idle)
    if kept["partner_person"] and not kept["partner"]:
        raise CannotHold("Name the partner as well.", field="partner")
    if kept["owner_user"] is not None:
        refuse_holder(account, kept["owner_user"])
    contact: Contact | None = kept["owner_contact"]
    if contact is not None and contact.account_id != account.pk:
        raise CannotHold(f"That person is not a contact at {account.name}.", field="owner_contact")
    return kept


def holder_name(step: WalkStep) -> str:
    """Who holds a step, in words; empty when nobody does."""
    if step.owner_user is not None:
        return str(step.owner_user.name)
    if step.owner_contact is not None:
        return step.owner_contact.name
    return f"{step.partner_person} at {step.partner}" if step.partner_person else step.partner


@transaction.atomic
def stop_walk(
    *, walk: ContractWalk, why: str, by: User, at: datetime, on: date | None = None
) -> ContractWalk:
    """End a walk before its last step. Raises PermissionDenied, InputRefused, WalkIsOver."""
    row, account = editable_walk(walk, by)
    row.end_note = _why(why, "why")
    row.ended_on, row.state = between(row.started_on, on, "on", by, at), WalkState.STOPPED
    row.save(update_fields=["end_note", "ended_on", "state"])
    for step in WalkStep.objects.filter(walk=row, entered_on__isnull=False, left_on__isnull=True):
        step.left_on = max(row.ended_on, step.entered_on or row.ended_on)
        step.save(update_fields=["left_on"])
        tell_step(step, account=account, by=by, at=at)
    for handoff in Handoff.objects.waiting().filter(walk=row):
        handoff.state, handoff.answer = HandoffState.RETURNED, "The walk was stopped"
        handoff.settled_on, handoff.settled_by = max(row.ended_on, handoff.handed_on), by
        handoff.save(update_fields=["state", "answer", "settled_on", "settled_by"])
        tell_handoff(handoff, account=account, by=by, at=at)
    text = f"{row.contract.reference} stopped walking: {row.end_note}"
    record(account, "walk_stopped", text, by=by, at=at, subject=("walk", row.pk))
    return row
