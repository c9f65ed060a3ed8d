"""The next step of a white-space play: there is always one that is open (docs/methods.md, White space)."""

from datetime import date, datetime, timedelta

from accounts.announced import AccountChanged
from accounts.models import Account
from contacts.actions.steps import add_step, edit_step
from contacts.announced import StepChanged
from contacts.choices import StepState
from contacts.models import NextStep
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.machine import the_machine
from retention.team.models import User

from .models import WhitespaceCell, WhitespacePlay

OF_ROOM = "white-space"
ASK_AGAIN_IN = timedelta(days=7)
LONGEST = 300


def new_step(
    cell: WhitespaceCell, account: Account, owner: User, text: str, due_on: date, *, by: User, at: datetime
) -> NextStep:
    """A step of the cell's play in its owner's day."""
    number = NextStep.objects.filter(origin=OF_ROOM, origin_key__startswith=f"{cell.pk}:").count()
    return add_step(
        account=account, owner=owner, text=text, due_on=due_on, by=by, at=at, origin=OF_ROOM,
        origin_key=f"{cell.pk}:{number + 1}", contact=cell.sponsor,
    )  # fmt: skip


def give_step(step: NextStep, owner: User, *, by: User, at: datetime) -> None:
    """The open step is the new owner's."""
    if step.state == StepState.OPEN and step.owner_id != owner.pk:
        edit_step(step=step, changes={"owner": owner}, by=by, at=at)


def after_step(fact: StepChanged) -> None:
    """Listener: when the step of a running play is done or dropped, its owner is asked what is next.

    A step that was given to somebody else takes its play along.
    """
    step = NextStep.objects.filter(pk=fact.step_id, origin=OF_ROOM).first()
    if step is None:
        return
    rows = WhitespacePlay.objects.running().filter(step=step)
    play = rows.select_related("account", "owner", "cell__unit", "cell__product").first()
    if play is None:
        return
    if step.state == StepState.OPEN:
        if play.owner_id != step.owner_id:
            save_edit(play, {"owner": step.owner}, expected_version=None)
        return
    day = local_day(fact.at, play.owner.time_zone) + ASK_AGAIN_IN
    text = f"What is next for {play.cell}?"[:LONGEST]
    made = new_step(play.cell, play.account, play.owner, text, day, by=the_machine(), at=fact.at)
    save_edit(play, {"step": made}, expected_version=None)


def plays_follow_the_owner(fact: AccountChanged) -> None:
    """Listener: plays of whoever gave the account away are the new owner's, with their steps."""
    if fact.former_owner_id is None:
        return
    owner = User.objects.active().filter(owned_accounts=fact.account_id).first()
    if owner is None:
        return
    rows = WhitespacePlay.objects.running().filter(account=fact.account_id, owner=fact.former_owner_id)
    for play in rows.select_related("step").order_by("id"):
        save_edit(play, {"owner": owner}, expected_version=None)
        give_step(play.step, owner, by=the_machine(), at=fact.at)
