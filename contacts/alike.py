"""How likely two entries are one person, and why (docs/methods.md, Duplicates). Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import fuzz

LEAST_SCORE = 60
ALIKE_FROM = 80
_SHARED = (
    "info office mail contact sales support service admin accounts accounting billing hello team invoice "
    "reception purchasing procurement order orders hr marketing"
)
SHARED_MAILBOXES = frozenset(_SHARED.split())


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry is known by: its folded name, addresses, and the accounts it has a seat at."""

    name: str
    email: str
    digits: str
    accounts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """0 to 100, and the reasons as the words of AlikeReason."""

    score: int
    reasons: tuple[str, ...]


NOT_ALIKE = Likeness(0, ())


def name_likeness(first: str, second: str) -> float:
    """0 to 100 whatever the order of the words; an initial stands for a name, and a name may be left out."""
    plain: float = fuzz.token_sort_ratio(first, second)
    one, other = first.split(), second.split()
    if len(one) < 2 or len(other) < 2:
        return plain
    if set(one) <= set(other) or set(other) <= set(one):
        return max(plain, 90.0)
    if one[-1] != other[-1]:
        return plain
    start, begin = one[0].rstrip("."), other[0].rstrip(".")
    is_initial = 1 in (len(start), len(begin)) and start[0] == begin[0]
    return max(plain, 90.0) if is_initial else plain


def likeness(first: Entry, second: Entry) -> Likeness:
    """How likely both are one person.

    Each reason leaves a share of the doubt: the same own address 5 %, the same phone 40 %, the same account
    50 %, a name from 80 % alike up to 40 %. People whose names differ are told by their own address alone:
    colleagues share a switchboard and a mailbox.
    """
    same_mail = bool(first.email) and first.email.lower() == second.email.lower()
    is_shared = first.email.partition("@")[0].lower() in SHARED_MAILBOXES
    alike = name_likeness(first.name, second.name)
    if alike < ALIKE_FROM and (not same_mail or is_shared):
        return NOT_ALIKE
    doubt, reasons = 1.0, []
    if same_mail:
        doubt *= 0.6 if is_shared else 0.05
        reasons.append("email")
    if alike >= ALIKE_FROM:
        doubt *= 1 - 0.6 * (alike - ALIKE_FROM) / (100 - ALIKE_FROM)
        reasons.append("name")
    if len(first.digits) >= 7 and first.digits == second.digits:
        doubt *= 0.4
        reasons.append("phone")
    if first.accounts & second.accounts:
        doubt *= 0.5
        reasons.append("company")
    return told(doubt, reasons)


def told(doubt: float, reasons: Collection[str]) -> Likeness:
    """What is left of the doubt as a score; too little is not alike."""
    score = round(100 * (1 - doubt))
    return Likeness(score, tuple(reasons)) if score >= LEAST_SCORE else NOT_ALIKE
