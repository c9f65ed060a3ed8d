"""The review of losses: what was lost, why, who still has to say so, and whom to ask again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from contacts.exits import said_before
from contacts.knowledge.our_words import names_of_one, our_lists
from retention.lib.filtering import LONGEST_SEARCH
from retention.renewals.choices import WouldReturn
from retention.renewals.models import LossReason, Renewal, RenewalStage
from retention.renewals.reasons import GROUPS, group_of
from retention.team.models import User

from .worth import Purse, Worth

ENDED_LESS = (RenewalStage.LOST, RenewalStage.RENEWED_PARTIAL)
YEAR = timedelta(days=365)
LOST = F("atr") - Coalesce(F("renewed_arr"), Decimal(0))


@dataclass(frozen=True)
class Losses:
    """The last year: what was lost in all, by group of causes, and how many wait for a word.

    ``warned`` is of how many the customer had said before what would make them leave.
    """

    worth: Worth
    groups: list[tuple[str, Worth]]
    without_word: int
    without_cause: int
    warned: int


def losses_seen_by(user: User) -> QuerySet[Renewal]:
    """Lost or renewed in part since Keel knows of it, with their reasons."""
    reasons = LossReason.objects.visible_to(user).order_by("id")
    rows = Renewal.objects.visible_to(user).filter(stage__in=ENDED_LESS, is_history=False)
    exits = said_before(user, account="account", before="closed_on")
    rows = rows.annotate(
        warned=Subquery(exits.values("text")[:1]), warned_on=Subquery(exits.values("said_on")[:1])
    )
    return rows.prefetch_related(Prefetch("loss_reasons", queryset=reasons))


def narrowed(rows: QuerySet[Renewal], show: str, user: User) -> QuerySet[Renewal]:
    """One of the views of the page; an unknown one shows everything."""
    reasons = LossReason.objects.visible_to(user).filter(renewal=OuterRef("pk"))
    views: Mapping[str, Any] = {
        "no_word": ~Exists(reasons),
        "no_cause": Exists(reasons.filter(root_cause="")),
        "not_known": Exists(reasons.filter(root_cause="unknown", approved_by__isnull=True)),
        "win_back": Exists(reasons.filter(win_back_on__isnull=False))
        | Exists(reasons.filter(would_return=WouldReturn.YES)),
    }
    return rows.filter(views[show]) if show in views else rows


def asked_competitor(query: Mapping[str, str]) -> str:
    """The competitor that an address asks for, empty for all."""
    return query.get("competitor", "").replace("\0", "").strip()[:LONGEST_SEARCH]


def lost_to(rows: QuerySet[Renewal], name: str, user: User) -> QuerySet[Renewal]:
    """Those of which a reason names this competitor, by any of its names; all without a name."""
    if not name:
        return rows
    said = LossReason.objects.visible_to(user).lost_to(names_of_one(name, our_lists()))
    return rows.filter(Exists(said.filter(renewal=OuterRef("pk"))))


def losses_of_year(user: User, *, on: date) -> Losses:
    """Sums over the last 365 days, by the root cause of each renewal's first reason."""
    rows = Renewal.objects.visible_to(user).filter(stage__in=ENDED_LESS, is_history=False)
    rows = rows.filter(closed_on__gt=on - YEAR, closed_on__lte=on)
    first = LossReason.objects.visible_to(user).filter(renewal=OuterRef("pk")).order_by("id")
    causes = rows.order_by().annotate(cause=first.values("root_cause")[:1])
    causes = causes.annotate(had_said=Exists(said_before(user, account="account", before="closed_on")))
    found = causes.values("cause", "currency", "had_said")
    purse, groups = Purse(on), dict.fromkeys(GROUPS, Worth())
    worth, no_word, no_cause, warned = Worth(), 0, 0, 0
    for row in found.annotate(amount=Sum(LOST), number=Count("id")):
        part = purse.worth(row["currency"], row["amount"], row["number"])
        worth += part
        groups[group_of(row["cause"] or "")] += part
        warned += row["number"] if row["had_said"] else 0
        no_word += row["number"] if row["cause"] is None else 0
        no_cause += row["number"] if row["cause"] == "" else 0
    shown = [(GROUPS[code], part) for code, part in groups.items() if part.number]
    shown.sort(key=lambda each: each[1].amount, reverse=True)
    return Losses(worth, shown, no_word, no_cause, warned)
