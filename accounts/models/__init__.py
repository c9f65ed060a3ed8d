"""Tables of the accounts layer."""

from .account import DERIVED, Account
from .contracts import BreakOption, Contract, Product
from .invoices import Invoice, InvoiceQuerySet
from .ledger import AccountMerger, ArrMovement, FxRate, PeriodClose
from .lines import ContractLine, LineSuspension, MonthUsage
from .parts import ExternalId, OrgUnit, RecordType
from .querysets import AccountQuerySet
from .team import AccountTeamMember, TeamMemberQuerySet, TeamTemplate
from .timeline import TimelineEvent

__all__ = [
    "DERIVED",
    "Account",
    "AccountMerger",
    "AccountQuerySet",
    "AccountTeamMember",
    "ArrMovement",
    "BreakOption",
    "Contract",
    "ContractLine",
    "ExternalId",
    "FxRate",
    "Invoice",
    "InvoiceQuerySet",
    "LineSuspension",
    "MonthUsage",
    "OrgUnit",
    "PeriodClose",
    "Product",
    "RecordType",
    "TeamMemberQuerySet",
    "TeamTemplate",
    "TimelineEvent",
]
