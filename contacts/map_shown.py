"""What the map of an account shows: people, roles, ties. Facts without queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Account, OrgUnit

from .map_sources import Sources
from .models import Contact, MapScope, ReportsTo, RoleOnMap, Standing, Tie
from .people_map.coverage import Coverage
from .people_map.flags import Flag
from .people_map.strength import bars

Place = OrgUnit | MapScope | None
"""On whose map: of a unit, of a decision, or of the whole account."""
DECIDES, INFLUENCES, USES, UNPLACED = "decides", "influences", "uses", "unplaced"
LEVELS = (DECIDES, INFLUENCES, USES, UNPLACED)
_LEVEL_OF = {
    **dict.fromkeys(("economic_buyer", "decision_maker", "executive_sponsor"), DECIDES),
    **dict.fromkeys(
        ("champion", "coach", "influencer", "gatekeeper", "procurement", "legal", "finance"), INFLUENCES
    ),
    **dict.fromkeys(("user_lead", "end_user", "deliverable_recipient"), USES),
}


@dataclass(frozen=True, slots=True)
class RoleShown:
    """A role: ``row`` is None for one that only the contact's card says."""

    role: str
    label: str
    is_assumed: bool
    evidence_on: date | None
    row: RoleOnMap | None


@dataclass(frozen=True, slots=True)
class TieShown:
    """What one of ours is to a contact: strength of their own talk, and the levels somebody set."""

    user_id: int
    name: str
    strength: float
    row: Tie | None

    @property
    def bars(self) -> int:
        """0 to 4."""
        return bars(self.strength)


@dataclass(frozen=True, slots=True)
class PersonShown:
    """One person, or a role that waits for one. What only the account team reads is None for others."""

    contact: Contact
    is_here: bool
    strength: float
    last_on: date | None
    roles: Sequence[RoleShown]
    standing: Standing | None
    influence: int | None
    attitude: int | None
    advice: str
    is_blocker: bool
    line: ReportsTo | None
    ties: Sequence[TieShown]

    @property
    def bars(self) -> int:
        """0 to 4."""
        return bars(self.strength)

    @property
    def is_champion(self) -> bool:
        """True when they carry that role here."""
        return any(role.role == "champion" for role in self.roles)

    @property
    def level(self) -> str:
        """Decides, influences, uses; by influence while no role says it, else not placed."""
        found = {_LEVEL_OF[role.role] for role in self.roles if role.role in _LEVEL_OF}
        if not found and self.influence is not None:
            found = {DECIDES if self.influence >= 4 else INFLUENCES if self.influence >= 2 else USES}
        return next((level for level in LEVELS if level in found), UNPLACED)


@dataclass(frozen=True, slots=True)
class AccountMap:
    """Everything the pages, the API and the brief show of one account's people."""

    account: Account
    on: date
    place: Place
    reads_attitudes: bool
    people: Sequence[PersonShown]
    coverage: Coverage
    flags: Sequence[Flag]
    sources: Sources

    @property
    def unit(self) -> OrgUnit | None:
        """The unit whose map it is."""
        return self.place if isinstance(self.place, OrgUnit) else None

    @property
    def scope(self) -> MapScope | None:
        """The decision whose map it is."""
        return self.place if isinstance(self.place, MapScope) else None

    @property
    def here(self) -> list[PersonShown]:
        """People in their seats."""
        return [person for person in self.people if person.is_here]
