"""Whom somebody may choose: the people at an account, and accounts by the name of a person."""

from django.db.models import QuerySet

from accounts.models import Account
from retention.lib.folding import folded
from retention.team.visibility import Reader

from .choices import ContactStatus
from .groups import group_of
from .models import Contact, ContactQuerySet, MapScope


def contacts_of(account: Account, user: Reader) -> QuerySet[Contact]:
    """The people at an account who are still there, key ones first."""
    return everybody_at(account, user).in_seat()


def everybody_at(account: Account, user: Reader) -> ContactQuerySet:
    """Everybody recorded at an account, those who left and empty roles too, key ones first."""
    rows = Contact.objects.visible_to(user).filter(account=account).select_related("person", "account")
    return rows.order_by("-is_key", "person__name_key", "id")


def in_the_group(account: Account, user: Reader) -> QuerySet[Contact]:
    """People and roles that wait for one, at the account and in its group, without those who left."""
    rows = Contact.objects.visible_to(user).filter(account_id__in=group_of(account))
    return rows.exclude(status=ContactStatus.DEPARTED).select_related("person", "account").order_by("id")


def contacts_called(name: str, user: Reader) -> list[Contact]:
    """Up to two people in their seats of this name that the reader sees; two mean that it is not clear."""
    rows = Contact.objects.visible_to(user).in_seat().filter(person__name_key=folded(name))
    return list(rows.select_related("account", "person").order_by("id")[:2])


def scopes_of(account: Account, user: Reader) -> QuerySet[MapScope]:
    """Decisions of the account that have a map and are not taken yet."""
    return MapScope.objects.visible_to(user).open().filter(account=account).order_by("id")
