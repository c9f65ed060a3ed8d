"""``kept`` for questions that begin with who asks: what they may see is handed on value by value."""

from dataclasses import dataclass, fields
from itertools import islice
from typing import Any

from django.contrib.auth.models import AnonymousUser

from retention.lib.kept import kept, planned
from retention.lib.kept_values import Parts, parts

from .models.people import User
from .visibility import Reach, Reader, reach_of

__all__ = ["kept", "planned"]

LISTS = tuple(field.name for field in fields(Reach) if field.name.endswith("_ids"))


@dataclass(frozen=True, slots=True)
class StandIn:
    """A reader of whom nothing but their reach is known, so that a question can depend on nothing else."""

    pk: int | None
    kept_reach: Reach

    @property
    def id(self) -> int | None:
        """As of every record."""
        return self.pk


@parts.register(User)
@parts.register(AnonymousUser)
def _reader(user: Reader) -> Parts:
    reach = reach_of(user)
    lists = [getattr(reach, name) for name in LISTS]
    lengths = [len(ids) for ids in lists]
    flags = (reach.role, reach.sees_everything, reach.changes_everything)

    def stand_in(values: tuple[Any, ...]) -> StandIn:
        left = iter(values[1:])
        ids: dict[str, Any] = {
            name: tuple(islice(left, size)) for name, size in zip(LISTS, lengths, strict=True)
        }
        return StandIn(values[0], Reach(values[0], *flags, **ids))

    if reach.is_nobody:
        return Parts((type(user), None), (), lambda _: user)
    values = (reach.user_id, *(id_ for ids in lists for id_ in ids))
    return Parts((*flags, *lengths), values, stand_in, whole=False)
