"""What is missing or at risk among the people, with its reason and its play (docs/methods.md, Map flags).

Pure. What nobody rated is not guessed: a rule that needs influence says nothing while no influence is known.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from .coverage import SLOTS, Mapped, effective_ties

FEWEST_TIES, MOST_OF_ALL, MOST_OF_OURS = 1.5, 0.6, 0.7
ACCESS, TOP_INFLUENCE, TOP_STRENGTH = 30.0, 4, 40.0
NOTICE_NEAR_DAYS, REVALIDATE_DAYS, PLACEHOLDER_DAYS, RATING_DAYS, STALE_SHARE = 180, 180, 60, 180, 0.5
FEWEST_RATED = 3
TALKED_OVER = frozenset(
    {"single_thread", "no_economic_buyer_access", "champion_unvalidated", "blocker_unaddressed"}
)
"""Gaps that are closed by speaking with the person they name; the others ask for finding somebody."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in their seat: what coverage knows of them, and who they are."""

    mapped: Mapped
    name: str
    rated_on: date | None = None
    champion_confirmed_on: date | None = None
    is_addressed: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Somebody who left, or a role that waits for a person, since a day."""

    key: int
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class People:
    """Everything the rules ask about one account. ``ours``: name of ours → sum of their ties' strengths."""

    tier: str
    seats: Collection[Seat] = ()
    ours: Mapping[str, float] = field(default_factory=dict)
    departed_champions: Collection[Gap] = ()
    placeholders: Collection[Gap] = ()
    unmapped_units: Collection[str] = ()
    decision_on: date | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """One finding: ``is_urgent`` paints it, ``is_team_only`` keeps it from who may not read attitudes."""

    code: str
    title: str
    reason: str
    play: str
    within_days: int = 7
    key: int | None = None
    is_urgent: bool = False
    is_team_only: bool = False

    @property
    def is_talked_over(self) -> bool:
        """True when a check-in with somebody known is the remedy."""
        return self.code in TALKED_OVER and self.key is not None


def flags(people: People, *, on: date) -> list[Flag]:
    """Every finding of the day, urgent ones first; the order below them is that of the rules."""
    found = [flag for rule in RULES for flag in rule(people, on)]
    return sorted(found, key=lambda flag: not flag.is_urgent)


def _single_thread(people: People, on: date) -> Iterator[Flag]:
    tied = [seat for seat in people.seats if seat.mapped.weight > 0]
    total = sum(seat.mapped.weight for seat in tied)
    if not tied:
        return
    first = max(tied, key=lambda seat: seat.mapped.weight)
    share = first.mapped.weight / total
    if effective_ties(seat.mapped.weight for seat in tied) >= FEWEST_TIES and share <= MOST_OF_ALL:
        return
    is_near = people.decision_on is not None and (people.decision_on - on).days <= NOTICE_NEAR_DAYS
    when = f", and the decision is due on {people.decision_on:%-d %b %Y}" if is_near else ""
    yield Flag(
        "single_thread",
        "One person holds this account",
        f"{first.name} carries {share:.0%} of what ties us together{when}.",
        f"Ask {first.name} to introduce two colleagues",
        key=first.mapped.key,
        is_urgent=is_near,
    )


def _our_single_point(people: People, on: date) -> Iterator[Flag]:
    total = sum(people.ours.values())
    if not total:
        return
    name, most = max(people.ours.items(), key=lambda item: (item[1], item[0]))
    if most / total > MOST_OF_OURS:
        yield Flag(
            "spof_our_side",
            "One of ours holds most of the ties",
            f"{name} carries {most / total:.0%} of our side's ties.",
            f"Bring a second colleague into the next meeting of {name}",
            within_days=30,
        )


def _economic_buyer(people: People, on: date) -> Iterator[Flag]:
    buyers = [seat for seat in people.seats if "economic_buyer" in seat.mapped.roles]
    if not buyers and "economic_buyer" not in dict(SLOTS[people.tier]):
        return
    if any(seat.mapped.strength >= ACCESS for seat in buyers):
        return
    best = max(buyers, key=lambda seat: seat.mapped.strength, default=None)
    reason = (
        f"{best.name} controls the budget; the tie has strength {best.mapped.strength:.0f}, 30 is access."
        if best
        else "Nobody is known who controls the budget."
    )
    play = f"Ask for a meeting with {best.name}" if best else "Ask the champion who signs off the budget"
    yield Flag(
        "no_economic_buyer_access",
        "No access to the budget",
        reason,
        play,
        14,
        key=best.mapped.key if best else None,
    )


def _champion(people: People, on: date) -> Iterator[Flag]:
    champions = [seat for seat in people.seats if "champion" in seat.mapped.roles]
    for gone in people.departed_champions if not champions else ():
        yield Flag(
            "champion_departed",
            "The champion left",
            f"{gone.name} left on {gone.since:%-d %b %Y}, and nobody speaks for us since.",
            f"Meet whoever follows {gone.name}",
            key=gone.key,
            is_urgent=True,
        )
    for seat in champions:
        confirmed = seat.champion_confirmed_on
        if confirmed is None or (on - confirmed).days > REVALIDATE_DAYS:
            since = f"last on {confirmed:%-d %b %Y}" if confirmed else "never so far"
            yield Flag(
                "champion_unvalidated",
                "A champion is only assumed",
                f"{seat.name}: power, speaks for us, gains by it. Confirmed {since}; it holds 180 days.",
                f"Test whether {seat.name} still speaks for us",
                14,
                key=seat.mapped.key,
            )


def _top(people: People, on: date) -> Iterator[Flag]:
    rated = [seat.mapped for seat in people.seats if seat.mapped.influence is not None]
    strong = [m for m in rated if (m.influence or 0) >= TOP_INFLUENCE and m.strength >= TOP_STRENGTH]
    if rated and not strong:
        yield Flag(
            "bottom_heavy",
            "Nobody at the top knows us well",
            "Nobody of influence 4 or 5 has a tie of strength 40.",
            "Bring our sponsor together with somebody who decides",
            30,
        )
    has_sponsor = any("executive_sponsor" in seat.mapped.roles for seat in people.seats)
    if not has_sponsor and "executive_sponsor" in dict(SLOTS[people.tier]):
        yield Flag(
            "sponsor_gap",
            "No executive sponsor",
            f"Tier {people.tier} asks for a senior person who answers for the outcome.",
            "Find an executive sponsor on their side",
            30,
        )


def _empty_places(people: People, on: date) -> Iterator[Flag]:
    for unit in people.unmapped_units:
        yield Flag(
            "unmapped_unit",
            "A unit without anybody",
            f"{unit} has a contract, and we know nobody there.",
            f"Find somebody to talk to at {unit}",
            30,
        )
    for gap in people.placeholders:
        days = (on - gap.since).days
        if days > PLACEHOLDER_DAYS:
            yield Flag(
                "placeholder_open",
                "A role waits for a name",
                f"{gap.name}: known to exist for {days} days.",
                f"Find out who is {gap.name.split(' (')[0].lower()}",
                14,
                key=gap.key,
            )


def _blockers(people: People, on: date) -> Iterator[Flag]:
    for seat in people.seats:
        if is_blocker(seat.mapped) and not seat.is_addressed:
            yield Flag(
                "blocker_unaddressed",
                "Somebody is against us",
                f"{seat.name} is influential and not for us, and no next step is planned with them.",
                f"Find out what {seat.name} needs",
                key=seat.mapped.key,
                is_team_only=True,
            )


def _trust(people: People, on: date) -> Iterator[Flag]:
    rated = [seat.rated_on for seat in people.seats if seat.rated_on is not None]
    old = [day for day in rated if (on - day).days > RATING_DAYS]
    if rated and len(old) > STALE_SHARE * len(rated):
        yield Flag(
            "stale_map",
            "The map is old",
            f"{len(old)} of {len(rated)} ratings are older than 180 days.",
            "Go through the map with the account team",
            14,
        )
    attitudes = [seat.mapped.attitude for seat in people.seats]
    friendly = [attitude for attitude in attitudes if attitude is not None and attitude >= 0]
    if len(attitudes) >= FEWEST_RATED and len(friendly) == len(attitudes):
        yield Flag(
            "only_friends",
            "The map is probably too friendly",
            "Nobody is against us and nothing is unknown; true maps have both.",
            "Ask who would vote against us",
            14,
            is_team_only=True,
        )


def is_blocker(person: Mapped) -> bool:
    """Influential and against us: a judgement that only the account team reads."""
    return (person.attitude or 0) <= -1 and (person.influence or 0) >= 3


RULES = (
    _single_thread,
    _our_single_point,
    _economic_buyer,
    _champion,
    _top,
    _empty_places,
    _blockers,
    _trust,
)
