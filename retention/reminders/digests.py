"""One digest per person and working day, at 08:00 on their clock; what it holds stands in no other mail."""

from datetime import date, datetime

from django.db import transaction

from retention.lib.ticks import is_stopping
from retention.lib.zones import to_instant
from retention.team.models import User

from .digest import DIGEST_TIME, carries_the_week
from .fire_times import known_zone, local_day_in
from .models import Delivery, DeliveryKind, DeliveryState, Notification
from .outbox import new_delivery
from .sections import blocks_for
from .work_weeks import Presence, presences

NOTHING_TO_SAY = "Nothing to tell that day"


def write_digests(at: datetime, limit: int = 500) -> int:
    """Write the day's digest of up to *limit* people for whom it is 08:00; how many have something to say.

    Nobody gets one outside their working days and hours or while they are away: what they were told waits
    for their next one. After an outage the day's digest is still written until their working day ends.
    """
    keys = _without_digest(at)
    people = list(User.objects.filter(pk__in=keys).order_by("id"))
    there = presences(people, at)
    ready = [user for user in people if _is_time(there[user.pk], at)]
    written = 0
    for user in ready[:limit]:
        if is_stopping():
            break
        written += _write(user, there[user.pk], keys[user.pk])
    return written


def _without_digest(at: datetime) -> dict[int, str]:
    """By person the key of the day's digest, where it is 08:00 by now and none is written yet.

    Asked every few seconds, so it reads two columns and works out each zone once.
    """
    zones = dict(User.objects.active().values_list("pk", "time_zone"))
    begun: dict[str, date] = {}
    for name in set(zones.values()):
        zone = known_zone(name)
        today = local_day_in(at, zone)
        if to_instant(today, DIGEST_TIME, zone) <= at:
            begun[name] = today
    keys = {user_id: _key(user_id, begun[name]) for user_id, name in zones.items() if name in begun}
    known = Delivery.objects.filter(dedupe_key__in=keys.values()).values_list("dedupe_key", flat=True)
    written = set(known)
    return {user_id: key for user_id, key in keys.items() if key not in written}


def _is_time(there: Presence, at: datetime) -> bool:
    begins = to_instant(there.today, DIGEST_TIME, there.week.zone_name)
    is_over = there.closes_at > begins and at >= there.closes_at
    return there.works_today and begins <= at and not is_over


def _key(user_id: int, today: date) -> str:
    return f"digest:{user_id}:{today.isoformat()}"


@transaction.atomic
def _write(user: User, there: Presence, key: str) -> bool:
    """The day's row is written even when there is nothing to say: it says that we have looked."""
    due_at = to_instant(there.today, DIGEST_TIME, there.week.zone_name)
    delivery = new_delivery(user.pk, DeliveryKind.DIGEST, key, due_at=due_at)
    if delivery is None:
        return False
    taken = Notification.objects.filter(user=user).unmailed().update(delivery=delivery)
    with_week = carries_the_week(there.today, there.week)
    if not taken and not blocks_for(user, there.today, with_week=with_week):
        Delivery.objects.filter(pk=delivery.pk).update(
            state=DeliveryState.SUPPRESSED, state_reason=NOTHING_TO_SAY
        )
        return False
    Delivery.objects.filter(pk=delivery.pk).update(
        payload={"on": there.today.isoformat(), "with_week": with_week}
    )
    return True
