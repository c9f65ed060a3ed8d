"""Who is needed for an account of a tier, and what is missing (docs/methods.md, Account team)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .choices import TeamFunction, Tier

Needs = Mapping[str, Mapping[str, bool]]
"""By tier and function: True when a backup is needed as well."""

STARTER: Needs = {
    Tier.A: {
        TeamFunction.ACCOUNT_MANAGER: True, TeamFunction.SPONSOR: False, TeamFunction.DELIVERY: True,
        TeamFunction.SUPPORT: False, TeamFunction.FINANCE: False, TeamFunction.LEGAL: False,
        TeamFunction.PRODUCT: False,
    },
    Tier.B: {
        TeamFunction.ACCOUNT_MANAGER: True, TeamFunction.SPONSOR: False, TeamFunction.DELIVERY: False,
        TeamFunction.SUPPORT: False, TeamFunction.FINANCE: False,
    },
    Tier.C: {
        TeamFunction.ACCOUNT_MANAGER: False, TeamFunction.DELIVERY: False, TeamFunction.SUPPORT: False,
    },
    Tier.D: {TeamFunction.ACCOUNT_MANAGER: False},
}  # fmt: skip
"""What Keel comes with, until a lead publishes another template."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A function that nobody has, or (``is_backup``) that nobody stands in for."""

    function: str
    is_backup: bool

    @property
    def text(self) -> str:
        """Legal: nobody. Delivery: no backup."""
        return f"{TeamFunction(self.function).label}: {'no backup' if self.is_backup else 'nobody'}"


def gaps(needs: Mapping[str, bool], in_charge: Collection[str], backed: Collection[str]) -> list[Gap]:
    """What is missing, in the order of functions: a function without anybody lacks its backup silently."""
    found = []
    for function in TeamFunction.values:
        if function not in needs:
            continue
        if function not in in_charge:
            found.append(Gap(function, is_backup=False))
        elif needs[function] and function not in backed:
            found.append(Gap(function, is_backup=True))
    return found
