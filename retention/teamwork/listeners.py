"""What teamwork does when something was announced."""

from datetime import datetime

from accounts.announced import RecordsImported
from contacts.announced import (
    ContactChanged,
    FeedbackChanged,
    PromiseChanged,
    StepChanged,
    TouchpointCorrected,
    TouchpointLogged,
    TouchpointWithdrawn,
)
from contacts.models import FeedbackItem, FeedbackKind
from retention.team.announced import CalendarChanged
from retention.team.machine import the_machine
from retention.team.models import User

from .actions.kudos import pass_praise_on
from .derived import pairs_of, pairs_with, refresh_pairs
from .models import ExecutivePairing, PairTalk
from .telling import tell_who_replies


def after_touchpoint(fact: TouchpointLogged | TouchpointCorrected | TouchpointWithdrawn) -> None:
    """A talk may have been held, moved or taken back."""
    _refresh(pairs_with(fact.contact_ids), fact.at)


def after_contact_change(fact: ContactChanged) -> None:
    """Theirs may have left, or moved to a place with other holidays."""
    if fact.fields & {"status", "country", "subdivision"}:
        _refresh(pairs_with([fact.contact_id]), fact.at)


def after_step_or_promise(fact: StepChanged | PromiseChanged) -> None:
    """A talk may be followed up by it."""
    waiting = PairTalk.objects.waiting().filter(pairing__account=fact.account_id)
    pair_ids = list(waiting.order_by().values_list("pairing_id", flat=True).distinct())
    if pair_ids:
        _refresh(pairs_of(pk__in=pair_ids), fact.at)


def after_calendar_change(fact: CalendarChanged) -> None:
    """Working days of one of ours, or of a place, are others now."""
    if fact.user_id is not None:
        _refresh(pairs_of(user_id=fact.user_id), fact.at)
    elif ExecutivePairing.objects.current().exists():
        _refresh(pairs_of(), fact.at)


def after_import(fact: RecordsImported) -> None:
    """Conversations may have come with it."""
    _refresh(pairs_of(account_id__in=fact.account_ids), fact.at)


def _refresh(pairs: list[ExecutivePairing], at: datetime) -> None:
    if pairs:
        refresh_pairs(pairs, by=the_machine(), at=at)


def after_feedback(fact: FeedbackChanged) -> None:
    """Whoever replies hears what was said, and praise reaches whom it is for."""
    row = FeedbackItem.objects.select_related("account__owner", "owner", "about_user").get(
        pk=fact.feedback_id
    )
    by = User.objects.get(pk=fact.by_id)
    tell_who_replies(row, by=by, at=fact.at)
    if row.kind == FeedbackKind.PRAISE:
        pass_praise_on(item=row, by=by, at=fact.at)
