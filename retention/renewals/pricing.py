"""How far a price may rise, and who must agree to terms (docs/methods.md, Price policy). Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from retention.lib.errors import DomainError

NO_CAP, FIXED, INDEX, INDEX_CLAMPED = "none", "fixed_pct", "index_plus", "index_min_max"
ZERO, HUNDRED = Decimal(0), Decimal(100)
TERMINATION, MOST_FAVOURED, UNCAPPED = "termination_for_convenience", "most_favoured", "uncapped_liability"
ECONOMIC = (
    "list_price", "policy_uplift_pct", "cap_kind", "cap_pct", "index_name", "index_plus", "index_min",
    "index_max", "proposed_uplift_pct", "discount_pct", "proposed_arr", "term_months", "payment_days",
    "special_terms",
)  # fmt: skip
"""What an approval rests on: when one of these changes, it falls."""


class IndexMissing(DomainError):
    """The contract ties the price to an index whose value is not known: nobody guesses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """What the contract allows: nothing said, a percentage, an index plus points, held within bounds."""

    kind: str = NO_CAP
    pct: Decimal | None = None
    index: Decimal | None = None
    plus: Decimal = ZERO
    least: Decimal | None = None
    most: Decimal | None = None
    index_name: str = ""


def clamp(value: Decimal, least: Decimal | None, most: Decimal | None) -> Decimal:
    """Held between two bounds where they are given."""
    if least is not None and value < least:
        return least
    return most if most is not None and value > most else value


def contract_cap(cap: Cap) -> Decimal | None:
    """The highest rise the contract allows in per cent; None when it says nothing. Raises IndexMissing."""
    if cap.kind == NO_CAP:
        return None
    if cap.kind == FIXED:
        return cap.pct
    if cap.index is None:
        raise IndexMissing(
            f"The price follows the index {cap.index_name}, and its value is not known. "
            "Ask an admin to enter it.",
            field="index_name",
        )
    return clamp(cap.index + cap.plus, cap.least, cap.most)


def max_uplift(policy: Decimal | None, cap: Cap) -> Decimal | None:
    """The smaller of policy and contract cap, in per cent; None when neither says anything."""
    bounds = [bound for bound in (policy, contract_cap(cap)) if bound is not None]
    return min(bounds) if bounds else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is offered, as the matrix judges it; percentages as they are written: 5 is five per cent."""

    atr: Decimal
    proposed_arr: Decimal | None = None
    uplift_pct: Decimal | None = None
    max_uplift_pct: Decimal | None = None
    contract_cap_pct: Decimal | None = None
    policy_pct: Decimal | None = None
    discount_pct: Decimal = ZERO
    term_months: int | None = None
    payment_days: int | None = None
    special_terms: Collection[str] = ()
    has_confirmed_value: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """Somebody must agree: at which level, and why."""

    level: str
    reason: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """A published version of who decides what; ``rules`` as stored."""

    version: int
    rules: dict[str, Any] = field(default_factory=dict)


PEOPLE = {
    "who_contraction": ["lead"], "who_uplift": ["lead"], "who_term": ["legal", "finance"],
    "who_payment": ["finance"],
}  # fmt: skip
STARTER: dict[str, Any] = {
    "discount": [[5, []], [10, ["lead"]], [20, ["director"]], [None, ["executive", "finance"]]],
    "contraction_over_pct": 20,
    "uplift_over_pct": 10,
    "term_over_months": 36,
    "term_under_months": 12,
    "payment_over_days": 60,
    "special_terms": {
        TERMINATION: ["legal"], MOST_FAVOURED: ["legal", "finance"], UNCAPPED: ["legal", "finance"],
    },
    **PEOPLE,
    "sla_business_days": 2,
    "policy_uplift_pct": {"A": 5, "B": 5, "C": 7, "D": 7},
}  # fmt: skip


def needs(terms: Terms, matrix: Matrix) -> list[Need]:
    """Who must agree to these terms, each level once per reason, in a fixed order. Empty: the owner may."""
    rules = matrix.rules
    found = [Need(level, f"Discount of {_pct(terms.discount_pct)}") for level in _discount(terms, rules)]
    found += _size(terms, rules)
    found += _uplift(terms, rules)
    found += _paper(terms, rules)
    return list(dict.fromkeys(found))


def _discount(terms: Terms, rules: dict[str, Any]) -> list[str]:
    for most, levels in rules["discount"]:
        if most is None or terms.discount_pct <= Decimal(str(most)):
            return list(levels)
    return []


def _size(terms: Terms, rules: dict[str, Any]) -> list[Need]:
    if terms.proposed_arr is None or not terms.atr:
        return []
    lost = (terms.atr - terms.proposed_arr) / terms.atr * HUNDRED
    over = Decimal(str(rules["contraction_over_pct"]))
    if lost <= over:
        return []
    return [Need(level, f"Smaller by {_pct(lost)}") for level in _who(rules, "who_contraction")]


def _uplift(terms: Terms, rules: dict[str, Any]) -> list[Need]:
    asked = terms.uplift_pct
    if asked is None:
        return []
    reasons = []
    allowed = terms.contract_cap_pct
    if asked <= 0 and allowed is not None and allowed > 0:
        reasons.append("The contract allows a rise and none is asked for")
    if terms.policy_pct is not None and asked > terms.policy_pct:
        reasons.append(f"Rise of {_pct(asked)}, above the policy’s {_pct(terms.policy_pct)}")
    if asked > Decimal(str(rules["uplift_over_pct"])) and not terms.has_confirmed_value:
        reasons.append(f"Rise of {_pct(asked)} without a value they confirmed")
    return [Need(level, why) for why in reasons for level in _who(rules, "who_uplift")]


def _paper(terms: Terms, rules: dict[str, Any]) -> list[Need]:
    found, months = [], terms.term_months
    if months is not None and (months > rules["term_over_months"] or months < rules["term_under_months"]):
        found += [Need(level, f"Term of {months} months") for level in _who(rules, "who_term")]
    if terms.payment_days is not None and terms.payment_days > rules["payment_over_days"]:
        why = f"Payment within {terms.payment_days} days"
        found += [Need(level, why) for level in _who(rules, "who_payment")]
    for term in sorted(terms.special_terms):
        levels = rules["special_terms"].get(term, ["legal"])
        found += [Need(level, term.replace("_", " ").capitalize()) for level in levels]
    return found


def _who(rules: dict[str, Any], name: str) -> list[str]:
    """Who agrees, as the table says; a table of before says nothing of it."""
    return list(rules.get(name, PEOPLE[name]))


def _pct(value: Decimal) -> str:
    return f"{value.normalize():f}%" if value == value.to_integral_value() else f"{value:.1f}%"
