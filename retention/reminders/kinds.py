"""What reminders are about: the layers above register their kinds here from apps.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from retention.team.models import User

from .models import Reminder


@dataclass(frozen=True, slots=True)
class Rendered:
    """What one person reads: a title of one line, a text (with its reason), and where to act.

    ``url`` is a path of ours such as ``/renewals/12/``; mails put the installation's address before it.
    """

    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class ReminderKind:
    """How reminders of one kind are checked, addressed and worded; asked when released and when mailed.

    ``is_open``: is there still something to tell about this subject? ``people_of``: who is told, of the
    reminder's audience; who of them is active and may see the account is asked afterwards.
    """

    name: str
    is_open: Callable[[int], bool]
    people_of: Callable[[Reminder], list[User]]
    render: Callable[[Reminder, User], Rendered]


class UnknownKind(LookupError):
    """A stored reminder names a kind that no layer has registered."""


_kinds: dict[str, ReminderKind] = {}
KINDS: Mapping[str, ReminderKind] = MappingProxyType(_kinds)


def register(kind: ReminderKind) -> None:
    """Add a kind; called from apps.py. Raises ValueError when another one has the name."""
    if _kinds.get(kind.name, kind) != kind:
        raise ValueError(f"a reminder kind named {kind.name!r} is registered already")
    _kinds[kind.name] = kind


def kind_named(name: str) -> ReminderKind:
    """The kind of that name. Raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"no layer has registered the reminder kind {name!r}") from None
