"""The advocacy register: asking when the gate is open, the answer, and what came of it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.fx import base_currency
from accounts.ledger import ledger_day
from accounts.models import Account
from accounts.rights import editable_account, may_edit
from accounts.timeline import record
from contacts.models import Contact
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..ask_gate import ask_gate
from ..asking import behind_of
from ..models import NEEDS_CONSENT, AdvocacyAsk, AdvocacyConsent, AdvocacyKind, AskOutcome
from ..standing import standing_on


class NotToBeAskedNow(DomainError):
    """The gate is shut; the message says why, and from when it opens."""


class NotAgreed(DomainError):
    """They did not agree, so nothing can have come of it."""


class NoConsent(DomainError):
    """Nobody said that their name or word may be used on that day."""


ANSWERS = (AskOutcome.AGREED, AskOutcome.DECLINED)
_kind = accepts.one_of("What for", AdvocacyKind)
_prospect = accepts.text("For whom", 200)
_outcome = accepts.one_of("What they answered", AskOutcome)
_said = accepts.text("What they said", 1000, many_lines=True)
_result = accepts.text("What came of it", 1000, many_lines=True)
_day = accepts.day("The day", required=True)
_worth = accepts.amount("The business")


@transaction.atomic
def ask_advocate(*, contact: Contact, kind: str, by: User, at: datetime, prospect: str = "") -> AdvocacyAsk:
    """Write down that somebody was asked today, with how they feel about us.

    Raises PermissionDenied, InputRefused, TextRefused, NotToBeAskedNow.
    """
    account = editable_account(contact.account_id, by)
    today = local_day(at, by.time_zone)
    row = Contact.objects.select_related("person").get(pk=contact.pk)
    word, whom = _kind(kind, "kind"), _prospect(prospect, "prospect")
    gate = ask_gate(word, behind_of(row, account, on=today), on=today)
    if not gate.may_ask:
        raise NotToBeAskedNow(gate.why, field="kind")
    stood = standing_on(account, today, today=ledger_day(at))
    asked = AdvocacyAsk.objects.create(
        kind=word, account=account, contact=row, prospect=whom, asked_on=today, asked_by=by, band=stood.band,
        mood=stood.mood,
    )  # fmt: skip
    about = f" for {whom}" if whom else ""
    _tell(asked, "advocacy_asked", f"Asked {row.name}: {asked.get_kind_display().lower()}{about}", by, at)
    return asked


@transaction.atomic
def answer_ask(
    *, ask: AdvocacyAsk, outcome: str, by: User, at: datetime, on: date | None = None, said: str = "",
    expected_version: int | None = None,
) -> AdvocacyAsk:  # fmt: skip
    """Keep what they answered: agreed or declined. A refusal is remembered for a year.

    Raises PermissionDenied, InputRefused, TextRefused, NotEditable, StaleVersion.
    """
    row, today = _editable(ask, by), local_day(at, by.time_zone)
    word, day = _outcome(outcome, "outcome"), _day(on or today, "on")
    if word not in ANSWERS:
        raise accepts.InputRefused(
            "They agree or decline; what came of it is written down apart.", field="outcome"
        )
    if row.outcome == AskOutcome.GIVEN:
        raise accepts.InputRefused("It was given already.", field="outcome")
    _refuse_days(row, day, today)
    changes = {"outcome": word, "said": _said(said, "said"), "answered_on": day}
    row = save_edit(row, changes, expected_version=expected_version)
    text = f"{_who(row)} {row.get_outcome_display().lower()}: {row.get_kind_display().lower()}"
    _tell(row, "advocacy_answered", text, by, at)
    return row


@transaction.atomic
def use_ask(
    *, ask: AdvocacyAsk, by: User, at: datetime, on: date | None = None, result: str = "",
    worth: Decimal | None = None, currency: str = "", expected_version: int | None = None,
) -> AdvocacyAsk:  # fmt: skip
    """Keep that they did it, and the business that came of it; where their name is used they consented.

    Raises PermissionDenied, InputRefused, TextRefused, NotEditable, StaleVersion, NotAgreed, NoConsent.
    """
    row, today = _editable(ask, by), local_day(at, by.time_zone)
    if row.outcome not in (AskOutcome.AGREED, AskOutcome.GIVEN):
        raise NotAgreed("They did not agree yet: write down their answer first.")
    day = _day(on or row.used_on or today, "on")
    _refuse_days(row, day, today)
    _refuse_without_consent(row, day)
    amount = None if worth in (None, "") else _worth(worth, "worth")
    changes: dict[str, Any] = {
        "outcome": AskOutcome.GIVEN, "used_on": day, "result": _result(result, "result"), "worth": amount,
        "currency": "" if amount is None else accepts.currency(currency or base_currency(), "currency"),
    }  # fmt: skip
    row = save_edit(row, changes, expected_version=expected_version)
    about = f": {row.result}" if row.result else ""
    _tell(row, "advocacy_given", f"{_who(row)} gave a {row.get_kind_display().lower()}{about}", by, at)
    return row


def _editable(ask: AdvocacyAsk, by: User) -> AdvocacyAsk:
    """The ask, locked, for whoever asked and whoever may edit the account."""
    rows = AdvocacyAsk.objects.visible_to(by).select_related("account").select_for_update(of=("self",))
    row: AdvocacyAsk | None = rows.filter(pk=ask.pk).first()
    if row is None or not (row.asked_by_id == by.pk or may_edit(row.account_id, by)):
        raise PermissionDenied
    return row


def _refuse_days(row: AdvocacyAsk, day: date, today: date) -> None:
    if day > today:
        raise accepts.InputRefused("That day lies in the future.", field="on")
    if day < row.asked_on:
        raise accepts.InputRefused(f"They were asked on {row.asked_on:%-d %b %Y}.", field="on")


def _refuse_without_consent(row: AdvocacyAsk, day: date) -> None:
    if row.kind not in NEEDS_CONSENT or row.contact_id is None:
        return
    if not AdvocacyConsent.objects.valid(on=day).filter(contact=row.contact_id, kind=row.kind).exists():
        what = row.get_kind_display().lower()
        raise NoConsent(f"No consent for a {what} is valid on {day:%-d %b %Y}: write it down first.")


def _who(row: AdvocacyAsk) -> str:
    return row.contact.name if row.contact else row.account.name


def _tell(row: AdvocacyAsk, kind: str, text: str, by: User, at: datetime) -> None:
    account: Account = row.account
    record(account, kind, text, by=by, at=at, subject=("advocacy", row.pk))
