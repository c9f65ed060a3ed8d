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


@dataclass(frozen=True, slots=True)
class Part:
    """A renewal that another one decides on as well, with the book of its own contract."""

    renewal: Renewal
    book: "Book"


@dataclass(slots=True)
class Book:
    """One contract in force (or once in force) and everything its renewals follow from.

    ``stage_before`` is, by renewal id, the stage it had before one that came by itself: a notice, silence
    past the deadline, a contract that followed and is gone, or being decided together with another one.
    ``parts`` holds, by the id of an open renewal of this contract, what is decided together with it;
    ``carried`` the renewals of this contract that an open one elsewhere decides on.
    """

    contract: Contract
    lines: list[ContractLine] = field(default_factory=list)
    renewals: list[Renewal] = field(default_factory=list)
    successor: Contract | None = None
    successor_lines: list[ContractLine] = field(default_factory=list)
    stage_before: dict[int, str] = field(default_factory=dict)
    breaks: list[BreakOption] = field(default_factory=list)
    parts: dict[int, list[Part]] = field(default_factory=dict)
    carried: list[Renewal] = field(default_factory=list)


def with_neighbours(contract_ids: Collection[int]) -> set[int]:
    """These contracts, the ones before them, whose renewals they may decide, and those decided together."""
    before = Contract.objects.filter(successor__in=contract_ids).values_list("id", flat=True)
    found, more = set[int](), {*contract_ids, *before}
    while more - found:
        found |= more
        joined = Renewal.objects.filter(joined_to__isnull=False)
        pairs = joined.filter(Q(contract__in=found) | Q(joined_to__contract__in=found))
        more = {each for pair in pairs.values_list("contract_id", "joined_to__contract_id") for each in pair}
    return found


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
    _link_parts(books)
    _read_stages_before(books)
    return list(books.values())


def _link_parts(books: dict[int, Book]) -> None:
    """Renewals decided together know each other as long as that one is to be decided."""
    known = {row.pk: Part(row, book) for book in books.values() for row in book.renewals}
    for part in known.values():
        other = known.get(part.renewal.joined_to_id or 0)
        if other is None or (other.renewal.is_closed and not lost_its_successor(other.renewal)):
            continue
        other.book.parts.setdefault(other.renewal.pk, []).append(part)
        part.book.carried.append(part.renewal)


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
        if row.stage in COME_AND_GO or lost_its_successor(row) or row in book.carried
    }
    if not waiting:
        return
    stages = (*COME_AND_GO, *RENEWED_STAGES, RenewalStage.VOID)
    changes = StageChange.objects.filter(renewal__in=waiting, after__in=stages).exclude(before__in=stages)
    for change in changes.order_by("at", "id"):
        waiting[change.renewal_id].stage_before[change.renewal_id] = change.before
