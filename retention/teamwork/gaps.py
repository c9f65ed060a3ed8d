"""Where an executive sponsor is missing (docs/methods.md, Executive sponsors)."""

from django.db.models import Exists, OuterRef

from accounts.choices import Tier
from accounts.models import Account, AccountQuerySet

from .models import ExecutivePairing

TOP_TIERS = (Tier.A,)
"""Customers who need a pair."""


def needs_pair(account: Account) -> bool:
    """True when the account is of a tier that needs a pair; whether it has one is not asked."""
    return account.tier in TOP_TIERS


def without_pair(accounts: AccountQuerySet) -> AccountQuerySet:
    """Of these accounts the customers of the top tier without a current pair."""
    here = ExecutivePairing.objects.current().filter(account=OuterRef("pk"))
    return accounts.customers().filter(tier__in=TOP_TIERS).exclude(Exists(here))
