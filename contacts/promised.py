"""What may be said of a promise, and what contradicts itself."""

from datetime import date
from typing import Any

from retention.lib import accepts

from .choices import PromiseState, Side
from .models import Contact, Promise
from .participants import NotTheirContact

promise_text = accepts.text("The promise", 500, required=True)
promise_due = accepts.day("The day it is due", required=True)
ending_note = accepts.text("How it ended", 300)


def days_of(promised_on: date, due_on: date, today: date) -> tuple[date, date]:
    """The day it was made, not in the future, and the day it is due, not before. Raises InputRefused."""
    made: date = accepts.day("The day of the promise", required=True)(promised_on, "promised_on")
    due: date = promise_due(due_on, "due_on")
    if made > today:
        raise accepts.InputRefused("The day of the promise lies in the future.", field="promised_on")
    if due < made:
        raise accepts.InputRefused("It cannot be due before it was promised.", field="due_on")
    return made, due


def refuse_without_consent(promise: Promise, kept: dict[str, Any]) -> None:
    """Raise InputRefused or NotTheirContact: nobody is released from a promise by themselves."""
    who: Contact | None = kept["released_by"]
    if who is not None and who.account_id != promise.account_id:
        raise NotTheirContact("That person is not a contact at this account.", field="released_by")
    if kept["state"] != PromiseState.WITHDRAWN:
        if who is not None:
            text = "Only a promise that is withdrawn needs somebody’s consent."
            raise accepts.InputRefused(text, field="released_by")
        return
    if promise.side == Side.OURS and who is None:
        raise accepts.InputRefused("Say who of theirs agreed to withdraw it.", field="released_by")
    if not kept["settled_note"]:
        raise accepts.InputRefused("Say how they agreed, in a few words.", field="note")


def how_it_ended(promise: Promise) -> str:
    """“Withdrawn with consent (Ana Ruiz): Prices. They chose another way.”"""
    who = f" ({promise.released_by.name})" if promise.released_by else ""
    note = f". {promise.settled_note}" if promise.settled_note else ""
    return f"{promise.get_state_display()}{who}: {promise.text}{note}"
