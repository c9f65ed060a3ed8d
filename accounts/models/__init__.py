"""Tables of the accounts layer."""

from .account import DERIVED, Account
from .contracts import ArrMovement, Contract, ContractLine, FxRate, Product
from .parts import AccountTeamMember, ExternalId, OrgUnit, RecordType
from .querysets import AccountQuerySet
from .timeline import TimelineEvent

__all__ = [
    "DERIVED",
    "Account",
    "AccountQuerySet",
    "AccountTeamMember",
    "ArrMovement",
    "Contract",
    "ContractLine",
    "ExternalId",
    "FxRate",
    "OrgUnit",
    "Product",
    "RecordType",
    "TimelineEvent",
]
