"""Who may see and change what, said once. The only module that knows roles.

A model states its path to its account (``via``); ``visible_to`` and ``editable_by`` do the rest.
Team ids and other people's ids are loaded once per request and passed as literals, which PostgreSQL
turns into index scans (measured on 200,000 rows: 6 ms a page against 34 ms with a subquery).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import connection, models
from django.db.models import Q

from .models.people import User
from .roles import Role

M = TypeVar("M", bound=models.Model)
Reader = User | AnonymousUser


@dataclass(frozen=True)
class Reach:
    """Everything that decides what one user may see and change, as literals."""

    user_id: int | None
    role: str
    sees_everything: bool = False
    changes_everything: bool = False
    team_ids: tuple[int, ...] = ()
    led_team_ids: tuple[int, ...] = ()
    covered_owner_ids: tuple[int, ...] = ()
    member_account_ids: tuple[int, ...] = ()
    editing_account_ids: tuple[int, ...] = ()

    @property
    def is_nobody(self) -> bool:
        """True for anonymous and inactive users."""
        return self.user_id is None


NOBODY = Reach(user_id=None, role="")

_SUBTREE = """
WITH RECURSIVE tree AS (
    SELECT team_id AS id FROM team_teammembership WHERE user_id = %s AND is_lead
    UNION SELECT t.id FROM team_team t JOIN tree ON t.parent_id = tree.id
) SELECT id FROM tree
"""
_COVERED = """
SELECT a.user_id FROM team_absence a JOIN team_user u ON u.id = a.user_id
WHERE a.delegate_id = %s AND (now() AT TIME ZONE u.time_zone)::date BETWEEN a.starts_on AND a.ends_on
"""

_account_memberships: Callable[[int], tuple[tuple[int, bool], ...]] | None = None


def provide_account_memberships(load: Callable[[int], tuple[tuple[int, bool], ...]]) -> None:
    """The accounts app tells how to find (account id, may edit) of somebody on account teams."""
    global _account_memberships
    _account_memberships = load


def _ids(sql: str, user_id: int) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [user_id])
        return tuple(sorted(row[0] for row in cursor.fetchall()))


def load_reach(user: Reader) -> Reach:
    """Read from the database what this user may see and change, as of the database's now."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    if user.role in (Role.ADMIN, Role.SYSTEM):
        return Reach(user_id=user.pk, role=user.role, sees_everything=True, changes_everything=True)
    if user.role == Role.VIEWER and user.sees_everything:
        return Reach(user_id=user.pk, role=user.role, sees_everything=True)
    own = tuple(sorted(user.memberships.values_list("team_id", flat=True)))
    if user.role == Role.VIEWER:
        return Reach(user_id=user.pk, role=user.role, team_ids=own)
    led = _ids(_SUBTREE, user.pk) if user.role == Role.TEAM_LEAD else ()
    member = _account_memberships(user.pk) if _account_memberships else ()
    return Reach(
        user_id=user.pk,
        role=user.role,
        team_ids=tuple(sorted({*own, *led})),
        led_team_ids=led,
        covered_owner_ids=_ids(_COVERED, user.pk),
        member_account_ids=tuple(account for account, _ in member),
        editing_account_ids=tuple(account for account, edits in member if edits),
    )


def reach_of(user: Reader) -> Reach:
    """The reach kept for this request, or a fresh one outside of requests."""
    kept: Reach | None = getattr(user, "kept_reach", None)
    return kept if kept is not None else load_reach(user)


def keep_reach(user: Reader) -> None:
    """Load the reach once for the length of a request; called by the middleware and token check only."""
    user.kept_reach = load_reach(user)  # type: ignore[union-attr]


def _any_of(*parts: tuple[str, Any]) -> Q:
    """OR of the conditions whose value is not empty; nothing at all when every value is."""
    found = Q(pk__in=[])
    for lookup, value in parts:
        if value not in ((), None):
            found |= Q(**{lookup: value})
    return found


def visible_q(user: Reader, via: str = "") -> Q:
    """The condition under which a row, whose account is reached by ``via``, may be seen."""
    reach = reach_of(user)
    if reach.is_nobody:
        return Q(pk__in=[])
    if reach.sees_everything:
        return Q()
    if reach.role == Role.VIEWER:
        return _any_of((f"{via}team_id__in", reach.team_ids))
    return _any_of(
        (f"{via}owner_id", reach.user_id),
        (f"{via}backup_owner_id", reach.user_id),
        (f"{via}team_id__in", reach.team_ids),
        (f"{via}owner_id__in", reach.covered_owner_ids),
        (f"{via}id__in", reach.member_account_ids),
    )


def editable_q(user: Reader, via: str = "") -> Q:
    """The condition under which a row may be changed."""
    reach = reach_of(user)
    if reach.is_nobody or reach.role == Role.VIEWER:
        return Q(pk__in=[])
    if reach.changes_everything:
        return Q()
    return _any_of(
        (f"{via}owner_id", reach.user_id),
        (f"{via}backup_owner_id", reach.user_id),
        (f"{via}team_id__in", reach.led_team_ids),
        (f"{via}owner_id__in", reach.covered_owner_ids),
        (f"{via}id__in", reach.editing_account_ids),
    )


def inner_circle_q(user: Reader, via: str = "") -> Q:
    """Owner, backup owner and account team only: the condition of private touchpoints and notes."""
    reach = reach_of(user)
    if reach.is_nobody or reach.role == Role.VIEWER:
        return Q(pk__in=[])
    if reach.role == Role.SYSTEM:
        return Q()
    return _any_of(
        (f"{via}owner_id", reach.user_id),
        (f"{via}backup_owner_id", reach.user_id),
        (f"{via}owner_id__in", reach.covered_owner_ids),
        (f"{via}id__in", reach.member_account_ids),
    )


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset that can be asked who may see and change its rows."""

    via: ClassVar[str] = ""

    def visible_to(self, user: Reader) -> Self:
        """Only the rows this user may see."""
        return self.filter(visible_q(user, self.via))

    def editable_by(self, user: Reader) -> Self:
        """Only the rows this user may change."""
        return self.filter(editable_q(user, self.via))


class ThroughAccount(ScopedQuerySet[M]):
    """For everything that hangs on an account by a column of that name."""

    via: ClassVar[str] = "account__"


def sees_all_records(user: Reader) -> bool:
    """True for those whose role shows every account (admins, the machine, company-wide viewers)."""
    return reach_of(user).sees_everything


def runs_the_workspace(user: Reader) -> bool:
    """May invite people, import files, and change settings that hold for everybody."""
    return reach_of(user).role in (Role.ADMIN, Role.SYSTEM)


def leads_people(user: Reader) -> bool:
    """Sees team pages as a lead does."""
    return reach_of(user).role in (Role.TEAM_LEAD, Role.ADMIN, Role.SYSTEM)
