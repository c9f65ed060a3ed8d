"""Why customers leave: fourteen causes with their sub-codes, evidence and report groups.

Pure data and rules (docs/methods.md, Close reasons).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from retention.lib.errors import DomainError

UNKNOWN, COMPETITOR = "unknown", "competitor"


class ReasonRefused(DomainError):
    """Something that a reason needs is missing, or does not belong together."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One root cause: the report group it counts in, its sub-codes, and the evidence it needs."""

    group: str
    sub_codes: tuple[str, ...]
    evidence: str


GROUPS: dict[str, str] = {
    "value": "Value",
    "service": "Service",
    "offer": "Offer",
    "relationship": "Relationship",
    "price": "Price",
    "competition": "Competition",
    "customer_change": "Customer change",
    "administrative": "Administrative",
    "we_ended_it": "We ended it",
    "unknown": "Not known",
}
CAUSES: dict[str, Cause] = {
    "value_not_realised": Cause(
        "value",
        ("goals_never_agreed", "goals_missed", "slow_time_to_value", "outcome_not_visible"),
        "the record of value agreed and shown",
    ),
    "adoption_or_delivery": Cause(
        "value",
        ("low_use", "late_delivery", "onboarding_failed", "skills_gap"),
        "figures of use, or the milestones",
    ),
    "service_quality": Cause(
        "service", ("incident", "chronic_quality", "responsiveness", "errors"), "the issues"
    ),
    "product_or_scope_gap": Cause(
        "offer", ("missing_capability", "integration", "compliance"), "the request and our answer"
    ),
    "relationship_or_sponsor": Cause(
        "relationship",
        ("champion_left", "sponsor_change", "no_exec_access", "trust_breach", "our_owner_change"),
        "the day somebody left or changed",
    ),
    "price_or_value_ratio": Cause(
        "price", ("uplift", "budget_cut", "cheaper_alternative"), "the objection and the difference"
    ),
    "competitor": Cause(
        "competition", ("displaced", "suite_consolidation", "incumbent_preference"), "the competitor's name"
    ),
    "insourced": Cause("competition", ("built_internally", "group_provider"), "their statement"),
    "customer_business_change": Cause(
        "customer_change", ("strategy", "project_ended", "downsizing", "site_closed"), "the event"
    ),
    "customer_ceased_or_merged": Cause(
        "customer_change", ("insolvency", "acquired", "merged_contract"), "the entry in the register"
    ),
    "expectations_or_contract": Cause(
        "value",
        ("goalposts_changed", "oversold", "terms_dispute", "over_service_withdrawn"),
        "the records of changes",
    ),
    "administrative": Cause(
        "administrative",
        ("missed_by_us", "missed_by_customer", "procurement_rule", "payment_failure"),
        "the log of what was sent when",
    ),
    "we_ended_it": Cause("we_ended_it", ("unprofitable", "ethics", "capacity"), "the decision"),
    "unknown": Cause("unknown", (), "how often an interview was asked for"),
}


def words_of(sub_code: str) -> str:
    """A sub-code as words: “goals never agreed”."""
    return sub_code.replace("_", " ")


def group_of(cause: str) -> str:
    """The report group of a root cause, as a code of GROUPS; what nobody judged yet counts as unknown."""
    return CAUSES[cause].group if cause else UNKNOWN


def check_cause(kept: Mapping[str, Any]) -> None:
    """Raise ReasonRefused unless cause, sub-code, secondary causes and evidence belong together."""
    for fault in faults_of(kept):
        raise fault


def faults_of(kept: Mapping[str, Any]) -> Iterator[ReasonRefused]:
    """Everything that stands against a judgement, so that a form can say it at once."""
    code = kept.get("root_cause", "")
    cause = CAUSES.get(code)
    if cause is None:
        yield ReasonRefused("The root cause is missing.", field="root_cause")
    else:
        yield from _misfits(code, cause, kept)
    if not kept.get("evidence"):
        kind = f"This cause needs evidence: {cause.evidence}." if cause else "The evidence is missing."
        yield ReasonRefused(kind, field="evidence")
    if code == COMPETITOR and not kept.get("competitor"):
        yield ReasonRefused("Name the competitor.", field="competitor")
    if not kept.get("controllable"):
        yield ReasonRefused("Say in whose hands it lay: ours, shared or outside.", field="controllable")
    if kept.get("is_regrettable") is None:
        yield ReasonRefused("Say whether this loss is regrettable.", field="is_regrettable")


def _misfits(code: str, cause: Cause, kept: Mapping[str, Any]) -> Iterator[ReasonRefused]:
    if cause.sub_codes and kept.get("sub_code") not in cause.sub_codes:
        known = ", ".join(words_of(one) for one in cause.sub_codes)
        yield ReasonRefused(f"Say more exactly what it was: {known}.", field="sub_code")
    if not cause.sub_codes and kept.get("sub_code"):
        yield ReasonRefused("What is not known has no finer cause.", field="sub_code")
    if code in (kept.get("secondary") or ()):
        yield ReasonRefused("A secondary cause repeats the first one.", field="secondary")
