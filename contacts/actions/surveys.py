"""One-question surveys: asked once a quarter, answered behind a signed link, followed up when low."""

from datetime import date, datetime, timedelta

from django.core import signing
from django.db import IntegrityError, transaction

from accounts.rights import editable_account, visible_account
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.business_days import EVERYDAY_OFFICE, add_business_days
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.zones import local_day
from retention.team.machine import the_machine
from retention.team.models import User

from ..announced import SurveyAnswered
from ..choices import Channel, ContactStatus
from ..models import SCALES, Contact, NextStep, ObjectionPurpose, SurveyAsked, SurveyKind
from ..objecting import objects_to
from .steps import add_step

SALT = "keel.survey"
OPEN_DAYS = 30
_comment = accepts.text("The comment", 2000, many_lines=True)


class AskedAlready(DomainError):
    """The contact was asked in this quarter."""


class NotToBeAsked(DomainError):
    """The contact left, paused, or does not want mail."""


class AnsweredAlready(DomainError):
    """There is an answer, or the days to answer are over."""


def quarter_of(day: date) -> date:
    """The first day of the quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


@transaction.atomic
def ask_contact(*, contact: Contact, kind: str, by: User, at: datetime) -> SurveyAsked:
    """Ask one question; whoever may change the account may. The link is sent by a person.

    Raises PermissionDenied, InputRefused, AskedAlready, NotToBeAsked.
    """
    account = editable_account(contact.account_id, by)
    row = Contact.objects.select_related("person").get(pk=contact.pk)
    today = local_day(at, by.time_zone)
    word = accepts.one_of("The question", SurveyKind)(kind, "kind")
    _refuse_silence(row, today)
    try:
        with transaction.atomic():
            asked = SurveyAsked.objects.create(
                account=account, contact=row, kind=word, quarter=quarter_of(today), asked_on=today,
                expires_on=today + timedelta(days=OPEN_DAYS), asked_by=by,
            )  # fmt: skip
    except IntegrityError:
        raise AskedAlready(f"{row.name} was asked in this quarter already.") from None
    text = f"Asked {row.name}: {asked.get_kind_display().lower()}"
    record(account, "survey_asked", text, by=by, at=at, subject=("survey", asked.pk))
    return asked


@transaction.atomic
def answer_survey(*, survey: SurveyAsked, score: int, comment: str, at: datetime) -> SurveyAsked:
    """Keep the answer of somebody with the link; a low score becomes a next step of the account's owner.

    Raises AnsweredAlready, InputRefused, TextRefused.
    """
    machine = the_machine()
    account = visible_account(survey.account_id, machine)
    rows = SurveyAsked.objects.select_related("contact__person", "asked_by", "account__owner")
    row = rows.select_for_update(of=("self",)).get(pk=survey.pk)
    if row.score is not None or local_day(at, "UTC") > row.expires_on:
        raise AnsweredAlready("This question has been answered, or its time is over. Thank you.")
    least, most = SCALES[SurveyKind(row.kind)]
    row.score = accepts.number("The answer", least=least, most=most, required=True)(score, "score")
    row.comment, row.answered_at = _comment(comment, "comment"), at
    row.step = _recover(row, machine, at) if row.is_low else None
    row.save(update_fields=["score", "comment", "answered_at", "step"])
    said = f": {row.comment}" if row.comment else ""
    text = f"{row.contact.name} answered {row.score} of {most}, {row.get_kind_display().lower()}{said}"
    record(account, "survey_answered", text, by=machine, at=at, subject=("survey", row.pk))
    announce(SurveyAnswered(survey_id=row.pk, account_id=account.pk, by_id=machine.pk, at=at))
    return row


def survey_secret(survey: SurveyAsked) -> str:
    """What stands in the link: signed, so that it cannot be guessed."""
    return signing.dumps(survey.pk, salt=SALT)


def survey_behind(secret: str) -> SurveyAsked | None:
    """The survey of a link; None for what we did not sign."""
    try:
        pk = signing.loads(secret, salt=SALT)
    except signing.BadSignature:
        return None
    rows = SurveyAsked.objects.select_related("contact__person", "asked_by")
    return rows.filter(pk=pk).first()


def _refuse_silence(contact: Contact, today: date) -> None:
    if contact.is_placeholder or contact.status == ContactStatus.DEPARTED:
        raise NotToBeAsked("Nobody is in this role any more, so nobody can be asked.")
    if contact.paused_until is not None and contact.paused_until > today:
        raise NotToBeAsked(f"{contact.name} asked for silence until {contact.paused_until:%-d %b %Y}.")
    if Channel.EMAIL in contact.channels_forbidden:
        raise NotToBeAsked(f"{contact.name} asked us not to send mail.")
    against = objects_to(contact.pk, purpose=ObjectionPurpose.SURVEY, channel=Channel.EMAIL, on=today)
    if against is not None:
        raise NotToBeAsked(f"{contact.name} objected to surveys on {against.since:%-d %b %Y}.")


def _recover(survey: SurveyAsked, machine: User, at: datetime) -> NextStep | None:
    """One thing to do for whoever looks after the account; asking twice makes one."""
    owner = survey.account.owner or survey.asked_by
    text = f"Recover: {survey.contact.name} answered {survey.score}, {survey.get_kind_display().lower()}"
    try:
        return add_step(
            account=survey.account, owner=owner, text=text[:300], contact=survey.contact,
            due_on=add_business_days(local_day(at, owner.time_zone), 1, EVERYDAY_OFFICE), origin="survey",
            origin_key=str(survey.pk), by=machine, at=at,
        )  # fmt: skip
    except DomainError:
        return (
            None  # whoever asked no longer sees an account that nobody owns: the answer is kept all the same
        )
