"""What follows from history: the talks of a pair, what followed them, and when the two talk next.

Computed again from the rows themselves, so that corrections, withdrawals and calendars move the days.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from contacts.models import NextStep, Promise, Touchpoint
from retention.lib.business_days import Calendar
from retention.lib.zones import local_day
from retention.team.calendars import Calendars
from retention.team.models import User

from . import rhythm
from .models import ExecutivePairing, PairTalk
from .reminding import tell_of_pair, tell_of_talk


def refresh_pairs(pairs: Iterable[ExecutivePairing], *, by: User, at: datetime) -> int:
    """Make talks, dates and reminders of these pairs true; how many pairs changed.

    Call it inside a transaction; what holds already is left as it is.
    """
    calendars = Calendars()
    return sum(_refresh(pair, calendars, by=by, at=at) for pair in pairs)


def pairs_of(**which: object) -> list[ExecutivePairing]:
    """Current pairs with what deriving needs, in the order of their ids."""
    rows = ExecutivePairing.objects.current().filter(**which)
    return list(rows.select_related("account__owner", "user", "contact__person").order_by("id"))


def pairs_with(contact_ids: Collection[int]) -> list[ExecutivePairing]:
    """Current pairs of these contacts."""
    return pairs_of(contact_id__in=contact_ids) if contact_ids else []


def _refresh(pair: ExecutivePairing, calendars: Calendars, *, by: User, at: datetime) -> bool:
    ours = calendars.at_work(pair.user)
    _match_talks(pair, ours, by=by, at=at)
    last = pair.talks.order_by("-held_on").values_list("held_on", flat=True).first()
    there = calendars.of_place(pair.contact.country, pair.contact.subdivision)
    due = rhythm.due_on(
        starts_on=pair.starts_on, last_talk_on=last, interval_days=pair.interval_days,
        shared=ours.shared_with(there),
    )  # fmt: skip
    held = pair.planned_on is not None and last is not None and last >= pair.planned_on
    planned = None if held else pair.planned_on
    wanted = {"last_talk_on": last, "due_on": due, "planned_on": planned, "talk_on": planned or due}
    changed = any(getattr(pair, name) != value for name, value in wanted.items())
    if changed:
        ExecutivePairing.objects.filter(pk=pair.pk).update(**wanted)
        for name, value in wanted.items():
            setattr(pair, name, value)
    tell_of_pair(pair, ours, by=by, at=at)
    return changed


def _match_talks(pair: ExecutivePairing, ours: Calendar, *, by: User, at: datetime) -> None:
    """Talks follow the touchpoints: corrected ones to the newer row, withdrawn ones away, new ones added."""
    held = _held(pair)
    stored = {talk.touchpoint_id: talk for talk in pair.talks.all()}
    for old in [number for number in stored if number not in held]:
        talk, newest = stored.pop(old), _newest(old)
        if newest in held and newest not in stored:
            stored[newest] = talk
        else:
            talk.delete()
    followed = _followed(set(held))
    zone = pair.user.time_zone
    for number, moment in held.items():
        talk, day = stored.get(number) or PairTalk(pairing=pair), local_day(moment, zone)
        wanted = {"touchpoint_id": number, "held_on": day, "follow_up_by": rhythm.follow_up_by(day, ours)}
        if talk.followed_up_on is None and number in followed:
            wanted["followed_up_on"] = max(day, local_day(followed[number], zone))
        if talk.pk is None or any(getattr(talk, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(talk, name, value)
            talk.save()
        tell_of_talk(talk, ours, by=by, at=at)


def _held(pair: ExecutivePairing) -> dict[int, datetime]:
    """Two-way touchpoints of both since they are a pair, by id: when each happened."""
    rows = Touchpoint.objects.two_way().filter(
        Q(logged_by=pair.user) | Q(colleagues=pair.user),
        contact_links__contact=pair.contact, contact_links__in_copy=False,
    )  # fmt: skip
    found = dict(rows.order_by().distinct().values_list("id", "happened_at"))
    zone = pair.user.time_zone
    return {number: when for number, when in sorted(found.items()) if local_day(when, zone) >= pair.starts_on}


def _newest(touchpoint_id: int) -> int:
    """The row that stands in place of this one; itself when none does."""
    while newer := Touchpoint.objects.filter(supersedes=touchpoint_id).values_list("pk", flat=True).first():
        touchpoint_id = newer
    return touchpoint_id


def _followed(touchpoint_ids: set[int]) -> dict[int, datetime]:
    """When a next step or a promise first came of these touchpoints."""
    found: dict[int, datetime] = {}
    for model in (NextStep, Promise):
        rows = model._base_manager.filter(touchpoint__in=touchpoint_ids)
        for number, moment in rows.order_by("recorded_at").values_list("touchpoint_id", "recorded_at"):
            found[number] = min(moment, found.get(number, moment))
    return found
