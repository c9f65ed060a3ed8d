"""Comments as pages show them: the words, whom they name, and what may be done with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch

from retention.team.models import User
from retention.teamwork.models import ABOUT, Comment, CommentQuerySet, Mention

from .subjects import subject_of

NEWEST = 20


@dataclass(frozen=True, slots=True)
class ShownComment:
    """One comment for one reader; ``mine`` is where it names them and waits for an answer."""

    row: Comment
    about: str
    about_url: str
    names: str
    mine: Mention | None
    may_edit: bool
    may_withdraw: bool


def with_names(rows: CommentQuerySet) -> CommentQuerySet:
    """All that a shown comment needs, in two queries."""
    named = Mention.objects.select_related("user").order_by("id")
    return rows.select_related("account", "author", *ABOUT).prefetch_related(
        Prefetch("mentions", queryset=named)
    )


def shown(rows: Iterable[Comment], user: User, at: datetime) -> list[ShownComment]:
    """The comments in their order."""
    found = list(rows)
    asked = [row.pk for row in found if not hasattr(row, "is_editable")]
    editable = Comment.objects.editable_by(user).filter(pk__in=asked)
    theirs = set(editable.order_by().values_list("pk", flat=True)) if asked else set()
    return [_shown(row, user, at, getattr(row, "is_editable", row.pk in theirs)) for row in found]


def _shown(row: Comment, user: User, at: datetime, is_editable: bool) -> ShownComment:
    about, url = subject_of(row)
    names = list(row.mentions.all())
    mine = [each for each in names if each.user_id == user.pk and each.acknowledged_at is None]
    stands = row.withdrawn_at is None
    return ShownComment(
        row=row,
        about=about,
        about_url=url,
        names=", ".join(_word(each) for each in names),
        mine=mine[0] if mine and stands else None,
        may_edit=row.author_id == user.pk and row.may_be_edited(at),
        may_withdraw=stands and is_editable,
    )


def _word(mention: Mention) -> str:
    return f"{mention.user.name} ✓" if mention.acknowledged_at else mention.user.name


def comments_on(name: str, record_id: int, user: User, at: datetime) -> list[ShownComment]:
    """The newest comments on one record, replies with them, the oldest first."""
    theirs = Comment.objects.editable_by(user).filter(pk=OuterRef("pk"))
    rows = with_names(Comment.objects.visible_to(user).standing().filter(**{name: record_id}))
    rows = rows.annotate(is_editable=Exists(theirs))
    return shown(reversed(rows.newest_first()[:NEWEST]), user, at)
