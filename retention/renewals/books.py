"""Contracts with their lines, successors and renewals, read in a handful of statements."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q

from accounts.choices import ContractState
from accounts.models import BreakOption, Contract, ContractLine

from .models import Renewal, RenewalStage, StageChange

COME_AND_GO = (RenewalStage.NOTICE_RECEIVED, RenewalStage.AUTO_RENEWING)
RENEWED_STAGES = (
    RenewalStage.RENEWED,
    RenewalStage.RENEWED_EXPANDED,
    RenewalStage.RENEWED_PARTIAL,
    RenewalStage.EXTENDED_SHORT,
)
FOLLOWED_BY = "Followed by contract "


@dataclass(slots=True)
class Book:
    """One contract in force (or once in force) and everything its renewals follow from.

    ``stage_before`` is, by renewal id, the stage it had before one that came by itself: a notice, silence
    past the deadline, or a contract that followed and is gone.
    """

    contract: Contract
    lines: list[ContractLine] = field(default_factory=list)
    renewals: list[Renewal] = field(default_factory=list)
    successor: Contract | None = None
    successor_lines: list[ContractLine] = field(default_factory=list)
    stage_before: dict[int, str] = field(default_factory=dict)
    breaks: list[BreakOption] = field(default_factory=list)


def with_neighbours(contract_ids: Collection[int]) -> set[int]:
    """These contracts and the ones before them, whose renewals they may have decided."""
    before = Contract.objects.filter(successor__in=contract_ids).values_list("id", flat=True)
    return {*contract_ids, *before}


def books_of(contract_ids: Collection[int]) -> list[Book]:
    """The books of these contracts in id order; drafts have none."""
    contracts = Contract.objects.filter(id__in=contract_ids).exclude(state=ContractState.DRAFT)
    books = {
        contract.pk: Book(contract) for contract in contracts.select_related("account__owner").order_by("id")
    }
    successors = Contract.objects.filter(predecessor__in=books).exclude(state=ContractState.DRAFT)
    followers = {contract.pk: contract for contract in successors}
    for follower in followers.values():
        books[follower.predecessor_id or 0].successor = follower
    lines = ContractLine.objects.filter(Q(contract__in=books) | Q(contract__in=followers)).order_by("id")
    for line in lines.select_related("contract"):
        if line.contract_id in books:
            books[line.contract_id].lines.append(line)
        if line.contract_id in followers:
            books[followers[line.contract_id].predecessor_id or 0].successor_lines.append(line)
    for option in BreakOption.objects.filter(contract__in=books).order_by("on"):
        books[option.contract_id].breaks.append(option)
    for renewal in Renewal.objects.filter(contract__in=books).order_by("term_end", "id"):
        renewal.contract = books[renewal.contract_id].contract
        books[renewal.contract_id].renewals.append(renewal)
    _read_stages_before(books)
    return list(books.values())


def lost_its_successor(renewal: Renewal) -> bool:
    """Closed by a contract that followed, which no longer exists."""
    is_followed = renewal.close_note.startswith(FOLLOWED_BY) and renewal.stage in RENEWED_STAGES
    return is_followed and renewal.successor_id is None


def _read_stages_before(books: dict[int, Book]) -> None:
    """Only renewals in a stage that comes and goes by itself need it."""
    waiting = {
        row.pk: book
        for book in books.values()
        for row in book.renewals
        if row.stage in COME_AND_GO or lost_its_successor(row)
    }
    if not waiting:
        return
    stages = (*COME_AND_GO, *RENEWED_STAGES)
    changes = StageChange.objects.filter(renewal__in=waiting, after__in=stages).exclude(before__in=stages)
    for change in changes.order_by("at", "id"):
        waiting[change.renewal_id].stage_before[change.renewal_id] = change.before
