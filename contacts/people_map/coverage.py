"""Are the people who decide known, and do they stand by us (docs/methods.md, Contact coverage).

Pure. Unknown is not zero: without anybody's role there is nothing to measure, and ``coverage`` says None.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

SLOTS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "A": (
        ("economic_buyer", 5),
        ("decision_maker", 4),
        ("champion", 4),
        ("executive_sponsor", 3),
        ("influencer", 2),
        ("user_lead", 2),
        ("procurement", 1),
    ),
    "B": (
        ("economic_buyer", 5),
        ("decision_maker", 4),
        ("champion", 4),
        ("influencer", 2),
        ("user_lead", 2),
        ("executive_sponsor", 1),
        ("procurement", 1),
    ),
    "C": (("decision_maker", 4), ("champion", 3), ("user_lead", 2)),
    "D": (),
}
"""The roles somebody should be known in, heaviest first, by tier."""
TARGET_TIES = {"A": 4, "B": 3, "C": 2}
"""How many real ties are enough."""
BY_ATTITUDE = {2: 1.0, 1: 0.9, 0: 0.6, None: 0.5, -1: 0.3, -2: 0.1}
OLD_EVIDENCE_DAYS, OLD_EVIDENCE = 365, 0.8
MOST_SLOTS_EACH = 2
ROLE_SHARE, TIES_SHARE = 0.7, 0.3
SETTLED_SHARE, SETTLED_DAYS = 0.5, 60
"""Health counts coverage once half of the slots' weight is known and people are known for so many days."""
UNRATED_INFLUENCE = 1
"""What somebody whose influence nobody has rated weighs among the ties."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A person in their seat, as coverage sees them. ``roles``: role → the day of its evidence, if any."""

    key: int
    strength: float
    influence: int | None = None
    attitude: int | None = None
    roles: Mapping[str, date | None] = field(default_factory=dict)

    @property
    def weight(self) -> float:
        """Strength times influence: what losing them would take away."""
        return self.strength * (self.influence or UNRATED_INFLUENCE)


@dataclass(frozen=True, slots=True)
class Coverage:
    """``score`` is 0 to 100, None where nobody's role is known or the tier asks for none.

    ``known_share``: how much of the slots’ weight has a person, or is known to wait for one.
    """

    score: float | None
    role_part: float
    effective_ties: float
    missing: tuple[str, ...]
    known_share: float = 0.0


def effective_ties(weights: Iterable[float]) -> float:
    """The effective number of ties: (Σv)² / Σv²; 0 without any."""
    known = [weight for weight in weights if weight > 0]
    squares = sum(weight * weight for weight in known)
    return sum(known) ** 2 / squares if squares else 0.0


def slots_filled(person: Mapped, tier: str) -> tuple[str, ...]:
    """The slots that somebody fills: the heaviest two of their roles."""
    return tuple(role for role, _ in SLOTS[tier] if role in person.roles)[:MOST_SLOTS_EACH]


def is_settled(found: Coverage, *, known_since: date | None, on: date) -> bool:
    """Whether coverage says something of the account and not of how far its map has got.

    *known_since* is the day on which the first of its people was known.
    """
    if found.score is None or known_since is None:
        return False
    return found.known_share >= SETTLED_SHARE and (on - known_since).days >= SETTLED_DAYS


def coverage(people: Collection[Mapped], *, tier: str, on: date, waiting: Collection[str] = ()) -> Coverage:
    """How far the people an account of this tier needs are known, strong, and for us.

    *people* are those in their seats: who left is not among them. *waiting* are roles known to exist
    without anybody in them.
    """
    slots = SLOTS[tier]
    ties = effective_ties(person.weight for person in people)
    best: dict[str, float] = {}
    for person in people:
        for role in slots_filled(person, tier):
            best[role] = max(best.get(role, 0.0), _worth(person, role, on))
    missing = tuple(role for role, _ in slots if role not in best)
    if not slots or not any(person.roles for person in people):
        return Coverage(None, 0.0, ties, missing)
    known = {*waiting, *(role for person in people for role in person.roles)}
    total = sum(weight for _, weight in slots)
    share = sum(weight for role, weight in slots if role in known) / total
    part = sum(weight * best.get(role, 0.0) for role, weight in slots) / total
    score = 100 * (ROLE_SHARE * part + TIES_SHARE * min(1.0, ties / TARGET_TIES[tier]))
    return Coverage(score, part, ties, missing, share)


def _worth(person: Mapped, role: str, on: date) -> float:
    evidence = person.roles[role]
    is_old = evidence is None or (on - evidence).days > OLD_EVIDENCE_DAYS
    return person.strength / 100 * BY_ATTITUDE[person.attitude] * (OLD_EVIDENCE if is_old else 1.0)
