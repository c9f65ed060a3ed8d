"""The table of who must agree, between how it is stored and how admins write it (docs/methods.md, Approvals).

Pure. Percentages are written as 5 or 7.5.
"""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from retention.lib.errors import DomainError

from .pricing import MOST_FAVOURED, PEOPLE, STARTER, TERMINATION, UNCAPPED

SPECIAL = {"who_termination": TERMINATION, "who_favoured": MOST_FAVOURED, "who_uncapped": UNCAPPED}
BOUNDS = ("discount_free", "discount_second", "discount_third")
PLAIN = ("term_over_months", "term_under_months", "payment_over_days", "sla_business_days")
PERCENTAGES = ("contraction_over_pct", "uplift_over_pct")


class MatrixRefused(DomainError):
    """A table that would contradict itself, or leave something to nobody."""


def as_fields(rules: Mapping[str, Any]) -> dict[str, Any]:
    """The stored rules as the fields that admins fill in."""
    bands = rules["discount"] if len(rules["discount"]) == 4 else STARTER["discount"]
    (free, _), (second, whose_second), (third, whose_third), (_, above) = bands
    found: dict[str, Any] = {
        "discount_free": _number(free), "discount_second": _number(second), "who_second": whose_second,
        "discount_third": _number(third), "who_third": whose_third, "who_above": above,
    }  # fmt: skip
    found |= {name: rules[name] for name in PLAIN}
    found |= {name: _number(rules[name]) for name in PERCENTAGES}
    found |= {name: rules.get(name, otherwise) for name, otherwise in PEOPLE.items()}
    found |= {name: rules["special_terms"].get(term, ["legal"]) for name, term in SPECIAL.items()}
    policy = rules.get("policy_uplift_pct", {})
    return found | {f"policy_{tier}": _number(policy.get(tier)) for tier in STARTER["policy_uplift_pct"]}


def as_rules(said: Mapping[str, Any]) -> dict[str, Any]:
    """The same as stored. Raises MatrixRefused."""
    _refuse_contradictions(said)
    discount = [
        [_stored(said["discount_free"]), []],
        [_stored(said["discount_second"]), said["who_second"]],
        [_stored(said["discount_third"]), said["who_third"]],
        [None, said["who_above"]],
    ]
    tiers = {tier: _stored(said[f"policy_{tier}"]) for tier in STARTER["policy_uplift_pct"]}
    return {
        "discount": discount,
        **{name: said[name] for name in PLAIN},
        **{name: _stored(said[name]) for name in PERCENTAGES},
        **{name: said[name] for name in PEOPLE},
        "special_terms": {term: said[name] for name, term in SPECIAL.items()},
        "policy_uplift_pct": {tier: value for tier, value in tiers.items() if value is not None},
    }


def _refuse_contradictions(said: Mapping[str, Any]) -> None:
    for lower, higher in pairwise(BOUNDS):
        if said[lower] >= said[higher]:
            raise MatrixRefused("A higher discount needs a higher bound than the one before.", field=higher)
    if said["term_under_months"] > said["term_over_months"]:
        raise MatrixRefused("The shortest term is longer than the longest.", field="term_under_months")
    for name, value in said.items():
        if name.startswith("who_") and not value:
            raise MatrixRefused("Say who agrees.", field=name)


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _stored(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
