"""Talks of a pair: agreed for a day, followed up; and how many pairs one of ours may keep."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.rights import may_edit, visible_account
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.calendars import calendar_of
from retention.team.leading import people_led_by
from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..derived import pairs_of, refresh_pairs
from ..models import ExecutivePairing, PairTalk, SponsorLimit
from ..reminding import tell_of_talk
from .pairs import PairEnded, ahead

_follow_up = accepts.text("What follows", 500, required=True, many_lines=True)
_limit = accepts.number("The limit", least=1, most=100, required=True)


@transaction.atomic
def plan_talk(*, pair: ExecutivePairing, on: date | None, by: User, at: datetime) -> ExecutivePairing:
    """Write down the day agreed for the next talk; without a day it is due by the interval again.

    Raises PermissionDenied, PairEnded, InputRefused.
    """
    row = _theirs(pair, by)
    planned = ahead(on, local_day(at, by.time_zone), "on")
    if planned != row.planned_on:
        save_edit(row, {"planned_on": planned}, expected_version=None)
        said = f"agreed for {planned:%-d %b %Y}" if planned else "not agreed any more"
        text = f"Talk of {row.user.name} and {row.contact.name} {said}"
        record(row.account, "sponsor_talk_planned", text, by=by, at=at, subject=("executive_pair", row.pk))
    fresh = pairs_of(pk=row.pk)
    refresh_pairs(fresh, by=by, at=at)
    return fresh[0]


@transaction.atomic
def follow_up_talk(*, talk: PairTalk, text: str, by: User, at: datetime) -> PairTalk:
    """Say what follows from a talk, or that nothing does. Saying it again replaces the words.

    Raises PermissionDenied, PairEnded, InputRefused, TextRefused.
    """
    pair = _theirs(talk.pairing, by)
    row = PairTalk.objects.select_for_update().get(pk=talk.pk)
    row.pairing = pair
    row.follow_up = _follow_up(text, "text")
    row.followed_up_on = row.followed_up_on or max(row.held_on, local_day(at, by.time_zone))
    row.save(update_fields=["follow_up", "followed_up_on"])
    said = f"After the talk with {pair.contact.name}: {row.follow_up}"
    record(pair.account, "sponsor_followed_up", said, by=by, at=at, subject=("executive_pair", pair.pk))
    tell_of_talk(row, calendar_of(pair.user), by=by, at=at)
    return row


@transaction.atomic
def limit_sponsor(*, user: User, pairs: int, by: User, at: datetime) -> SponsorLimit:
    """Say how many pairs one of ours may keep; those they keep already stay.

    Raises PermissionDenied unless *by* leads them or is an admin, InputRefused.
    """
    if not runs_the_workspace(by) and not people_led_by(by).filter(pk=user.pk).exists():
        raise PermissionDenied("Only their lead or an admin may change this.")
    kept = _limit(pairs, "pairs")
    made, _ = SponsorLimit.objects.get_or_create(user=user, defaults={"pairs": kept})
    return made if made.pairs == kept else save_edit(made, {"pairs": kept}, expected_version=None)


def _theirs(pair: ExecutivePairing, by: User) -> ExecutivePairing:
    """The pair read again, its account locked, for our executive and who may edit the account."""
    account = visible_account(pair.account_id, by)
    row = ExecutivePairing.objects.select_related("account__owner", "user", "contact__person").get(pk=pair.pk)
    if row.user_id != by.pk and not may_edit(account.pk, by):
        raise PermissionDenied
    if row.ends_on is not None:
        raise PairEnded("The two are no pair any more.")
    return row
