"""Setting the price and terms of a renewal; what others agreed to falls with an economic change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..models import CapKind, IndexValue, Renewal, RenewalTerms, SpecialTerm
from ..price_facts import cap_of, matrix_now, policy_for
from ..price_notice import plan_notice
from ..pricing import ECONOMIC, contract_cap
from .approving import void_standing
from .standing import read_open, settle, story


class TermsRefused(DomainError):
    """These terms contradict the contract or each other."""


def percentage(label: str, *, least: int = 0, most: int = 100) -> accepts.Check:
    """A percentage written as 5 or 4.5; None when nothing is said."""
    amount = accepts.amount(label, least=least)

    def check(value: Any, field: str) -> Any:
        kept = None if value in (None, "") else amount(value, field)
        if kept is not None and kept > most:
            raise accepts.InputRefused(f"{label} cannot be more than {most}.", field=field)
        return kept

    return check


def _money(label: str) -> accepts.Check:
    amount = accepts.amount(label)
    return lambda value, field: None if value in (None, "") else amount(value, field)


CHECKS: Mapping[str, accepts.Check] = {
    "list_price": _money("The list price"),
    "policy_uplift_pct": percentage("The policy’s rise"),
    "cap_kind": accepts.one_of("What the contract allows", CapKind),
    "cap_pct": percentage("The highest rise"),
    "index_name": accepts.text("The index", 60),
    "index_on": accepts.day("The day of the index"),
    "index_plus": percentage("The points on top", least=-50, most=50),
    "index_min": percentage("The least rise", least=-50),
    "index_max": percentage("The highest rise by index", least=-50),
    "proposed_uplift_pct": percentage("The proposed rise", least=-100, most=1000),
    "proposed_arr": _money("The proposed amount a year"),
    "discount_pct": percentage("The discount"),
    "term_months": accepts.number("The term in months", least=1, most=240),
    "payment_days": accepts.number("The days to pay", least=0, most=365),
    "special_terms": accepts.some_of("A special term", SpecialTerm),
    "give_get": accepts.text("What we give, and what for", 500),
    "price_notice_days": accepts.number("The days of price notice", least=0, most=730),
    "price_notice_sent_on": accepts.day("The day of the price notice"),
}


@transaction.atomic
def set_terms(
    *,
    renewal: Renewal,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> RenewalTerms:
    """Set some of a renewal's terms; the first time the policy's rise is that of the account's tier.

    A change that costs or earns money voids what was approved. Raises PermissionDenied, RenewalIsClosed,
    NotEditable, InputRefused, TermsRefused, IndexMissing, TextRefused, StaleVersion.
    """
    _, row = read_open(renewal, by)
    kept = accepts.accepted(changes, CHECKS)
    if "discount_pct" in kept and kept["discount_pct"] is None:
        kept["discount_pct"] = 0
    terms, is_new = RenewalTerms.objects.select_for_update().get_or_create(
        renewal=row, defaults={"policy_uplift_pct": policy_for(row, matrix_now())}
    )
    before = {name: getattr(terms, name) for name in ECONOMIC}
    for name, value in kept.items():
        setattr(terms, name, value)
    _refuse_contradictions(terms, row)
    save_edit(terms, kept, expected_version=None if is_new else expected_version)
    plan_notice(terms, row, by=by, at=at)
    if any(getattr(terms, name) != value for name, value in before.items()):
        void_standing(row, reason=f"{by.name} changed the terms", by=by, at=at)
    settle(row, "renewal_terms_set", story(row, "has new terms"), by=by, at=at)
    return terms


def _refuse_contradictions(terms: RenewalTerms, row: Renewal) -> None:
    if terms.cap_kind == CapKind.FIXED_PCT and terms.cap_pct is None:
        raise TermsRefused("Say how much the contract allows at most.", field="cap_pct")
    if terms.cap_kind in (CapKind.INDEX_PLUS, CapKind.INDEX_MIN_MAX) and not terms.index_name:
        raise TermsRefused("Say which index the contract names.", field="index_name")
    if None not in (terms.index_min, terms.index_max) and terms.index_min > terms.index_max:
        raise TermsRefused("The least rise is above the highest.", field="index_min")
    if terms.proposed_uplift_pct is None:
        return
    cap = contract_cap(cap_of(terms, row))
    if cap is not None and terms.proposed_uplift_pct > cap:
        raise TermsRefused(f"The contract allows a rise of at most {cap:f}%.", field="proposed_uplift_pct")


@transaction.atomic
def add_index_value(*, name: str, on: Any, pct: Any, source: str, by: User, at: datetime) -> IndexValue:
    """Enter what an index stood at for a day; the day's value is replaced.

    Raises PermissionDenied unless *by* runs the workspace, InputRefused, TextRefused.
    """
    if not runs_the_workspace(by):
        raise PermissionDenied("Admins enter index values.")
    kept = {
        "name": accepts.text("The index", 60, required=True)(name, "name"),
        "on": accepts.day("The day", required=True)(on, "on"),
    }
    value = percentage("The value", least=-100, most=1000)(pct, "pct")
    if value is None:
        raise accepts.InputRefused("The value is missing.", field="pct")
    said = accepts.text("The source", 120)(source, "source")
    row, _ = IndexValue.objects.update_or_create(**kept, defaults={"pct": value, "source": said, "by": by})
    return row
