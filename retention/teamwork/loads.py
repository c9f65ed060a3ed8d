"""How many pairs our executives keep, and how many they may."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from retention.team.models import User

from .models import DEFAULT_LIMIT, ExecutivePairing, SponsorLimit


@dataclass(frozen=True, slots=True)
class Load:
    """One of our executives: pairs kept and allowed, and how many talks are late."""

    user: User
    pairs: int
    limit: int
    late: int

    @property
    def is_full(self) -> bool:
        """No further pair fits."""
        return self.pairs >= self.limit


def limit_of(user: User) -> int:
    """How many pairs somebody may keep."""
    return limits_of([user.pk])[user.pk]


def limits_of(user_ids: Collection[int]) -> dict[int, int]:
    """The same for many, in one query."""
    said = dict(SponsorLimit.objects.filter(user__in=user_ids).values_list("user_id", "pairs"))
    return {number: said.get(number, DEFAULT_LIMIT) for number in user_ids}


def pairs_kept(user: User) -> int:
    """How many current pairs somebody keeps, at whatever account."""
    return ExecutivePairing.objects.current().filter(user=user).count()


def loads_of(user_ids: Collection[int], *, on: date) -> list[Load]:
    """The loads of these executives, the fullest first."""
    now = Q(executive_pairs__ends_on__isnull=True)
    people = User.objects.filter(pk__in=user_ids).annotate(
        kept=Count("executive_pairs", filter=now),
        late=Count("executive_pairs", filter=now & Q(executive_pairs__talk_on__lt=on)),
    )
    limits = limits_of(user_ids)
    found = [Load(user, user.kept, limits[user.pk], user.late) for user in people]
    return sorted(found, key=lambda load: (load.pairs / load.limit, load.user.name), reverse=True)
