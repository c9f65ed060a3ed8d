"""What an admin chooses for an import, with its defaults; kept as JSON. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal
from typing import Any

NOBODY, INACTIVE = "nobody", "inactive"
"""What an unknown owner becomes: no owner (the admin's queue), or a new person who cannot sign in."""
BY_ARR = "arr"
SHARES = (("A", Decimal("0.10")), ("B", Decimal("0.30")), ("C", Decimal("0.70")))
"""Up to which share of the accounts, by ARR, a tier reaches; the rest is D."""

STAGE_SIGNS = (
    ("offered", ("propos", "quot", "offer", "negot", "contract", "commit", "clos")),
    ("talking", ("develop", "discover", "demo", "present", "need", "contact", "talk", "meet", "engag")),
)


@dataclass(frozen=True)
class Choices:
    """Defaults for what the files do not say. ``owners`` maps a name to "nobody", "inactive" or "user:7"."""

    shift: bool = False
    tier: str = BY_ARR
    notice_days: int | None = 60
    auto_renew: bool = False
    guess_roles: bool = True
    time_zone: str = "UTC"
    country: str = ""
    currency: str = ""
    rates: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    """How far a play is, by the sales stage as the files name it."""

    def stage_of(self, word: str) -> str:
        """As chosen, else as the word sounds; empty for no word."""
        return self.stages.get(word) or guessed_stage(word)

    def as_json(self) -> dict[str, Any]:
        """For storing."""
        return asdict(self)


def guessed_stage(word: str) -> str:
    """How far a deal of this sales stage is, by its usual names; empty for no word."""
    if not word:
        return ""
    said = word.lower()
    return next((stage for stage, signs in STAGE_SIGNS if any(sign in said for sign in signs)), "planned")


def choices_from(stored: Mapping[str, Any]) -> Choices:
    """Choices as stored; what is unknown is left out, what is missing has its default."""
    known = {each.name for each in fields(Choices)}
    return Choices(**{name: value for name, value in stored.items() if name in known})


def tiers_by_arr(worth: Mapping[str, Decimal]) -> dict[str, str]:
    """A tier for each key by its place among those with ARR; without ARR it is D."""
    ranked = sorted((key for key, arr in worth.items() if arr > 0), key=lambda key: (-worth[key], key))
    found = dict.fromkeys(worth, "D")
    for place, key in enumerate(ranked):
        share = Decimal(place) / len(ranked)
        found[key] = next((tier for tier, upto in SHARES if share < upto), "D")
    return found
