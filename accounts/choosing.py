"""What somebody may choose from: accounts by name, owners, teams, products, units."""

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from retention.lib.folding import folded
from retention.team.models import Team, User
from retention.team.visibility import Reader, standing_in

from .models import Account, ExternalId, OrgUnit, Product, RecordType

M = TypeVar("M", bound=Model)
LARGEST_ID = 2**63 - 1


def people_who_can_own() -> QuerySet[User]:
    """Our people who may look after accounts."""
    return standing_in()


def people_of_ours() -> QuerySet[User]:
    """Everybody who could ever sign in."""
    return User.objects.people().order_by("name", "id")


def people_at_work() -> QuerySet[User]:
    """Everybody who may work today."""
    return User.objects.active().order_by("name", "id")


def all_teams() -> QuerySet[Team]:
    """Every team of ours, by name."""
    return Team.objects.order_by("name")


def owners_seen_by(user: Reader) -> QuerySet[User]:
    """The people who own accounts that the reader sees."""
    return _those_with_one(people_of_ours(), user, "owner")


def teams_seen_by(user: Reader) -> QuerySet[Team]:
    """The teams that hold accounts the reader sees."""
    return _those_with_one(all_teams(), user, "team")


def _those_with_one(rows: QuerySet[M, M], user: Reader, column: str) -> QuerySet[M, M]:
    """Rows that are the *column* of an account the reader sees: a few probes of an index for each.

    As EXISTS, or as one question with OR, PostgreSQL would read all accounts instead.
    """
    parts = Account.objects.visible_parts_to(user)
    found = [Subquery(part.filter(**{column: OuterRef("pk")}).order_by().values("pk")[:1]) for part in parts]
    if not found:
        return rows.none()
    seen: QuerySet[M, M] = rows.alias(one=Coalesce(*found, None)).filter(one__isnull=False)  # type: ignore[assignment]
    return seen


def products_on_sale(also: Collection[int] = ()) -> QuerySet[Product]:
    """Products that are not retired, and those already chosen."""
    rows = Product.objects.filter(is_retired=False)
    return (rows | Product.objects.filter(pk__in=also)).order_by("name", "id") if also else rows


def units_of(account: Account, user: Reader) -> QuerySet[OrgUnit]:
    """The account's units."""
    return OrgUnit.objects.visible_to(user).filter(account=account).order_by("name", "id")


def accounts_called(text: str, user: Reader) -> list[Account]:
    """Up to two accounts the reader sees that carry this name or id; two mean that it is not clear."""
    rows = Account.objects.visible_to(user).order_by("id")
    if text.isascii() and text.isdigit() and int(text) <= LARGEST_ID:
        found = list(rows.filter(pk=int(text))[:1])
        if found:
            return found
    return list(rows.filter(name_key=folded(text))[:2])


def known_elsewhere_as(value: str) -> QuerySet[ExternalId, int]:
    """Ids of the accounts that another system knows under this id, as a subquery."""
    rows = ExternalId.objects.filter(record_type=RecordType.ACCOUNT, value=value)
    return rows.values_list("record_id", flat=True)
