"""Reading what the gates of the stages ask about (docs/methods.md, Gates of the stages)."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from accounts.choices import Tier
from accounts.models import Account
from contacts.choices import BuyingRole
from contacts.models import Touchpoint, TouchpointQuerySet
from plans.models import RoiTarget, ValueEntry
from plans.worth import year_to
from retention.team.models import User

from .assessing import round_due
from .gates import GateFacts, Missing, missing_between
from .models import Assessment, AssessmentState, Renewal, RenewalStage, StageChange, StageEvidence
from .price_facts import PriceFacts, price_facts
from .rungs import STAGE_ORDER

DECIDERS = (BuyingRole.DECISION_MAKER, BuyingRole.ECONOMIC_BUYER)
VALUE_SHOWN_TO = (Tier.A, Tier.B)
CONVERSATION_DAYS = 365
SHARED = (
    "health_reviewed_on", "contacts_checked_on", "value_summary", "scope", "decision_process",
    "term_wanted_months", "customer_decides_on", "proposal_sent_on", "proposal_arr", "proposal_term_months",
    "proposal_uplift_pct", "proposal_valid_until", "response", "negotiation", "verbal_on", "paper_out_on",
    "signed_on",
)  # fmt: skip
FROM_TERMS = {
    "proposal_arr": "proposed_arr",
    "proposal_term_months": "term_months",
    "proposal_uplift_pct": "proposed_uplift_pct",
}
"""What the terms of a renewal say already is not asked for twice."""


def missing_for(renewal: Renewal, stage: str, *, on: date, price: PriceFacts | None = None) -> list[Missing]:
    """What is missing, in the user's words, before this renewal may enter that stage.

    ``price`` may be given by who has read it already.
    """
    return missing_between(gate_facts(renewal, on=on, price=price), position_of(renewal), stage)


def gate_facts(renewal: Renewal, *, on: date, price: PriceFacts | None = None) -> GateFacts:
    """Everything the gates ask about one renewal, as of a day."""
    known: StageEvidence | None = getattr(renewal, "evidence", None)
    facts = {name: getattr(known, name) for name in SHARED} if known else {}
    price = price or price_facts(renewal)
    if price.terms is not None:
        offered = {name: getattr(price.terms, theirs) for name, theirs in FROM_TERMS.items()}
        facts |= {name: value for name, value in offered.items() if facts.get(name) is None}
    return GateFacts(
        on=on,
        needs_value_summary=renewal.account.tier in VALUE_SHOWN_TO,
        is_value_confirmed=_is_value_confirmed(renewal, on),
        is_assessed=_is_assessed(renewal, on),
        is_price_set=price.is_set,
        is_approved=price.terms is None or price.is_approved,
        has_conversation=known is not None and _stands(known.conversation),
        verbal_by=known.verbal_by_id if known else None,
        paper_to=known.paper_to_id if known else None,
        **facts,
    )


def position_of(renewal: Renewal) -> str:
    """The stage whose gates are passed: the present one, or the one that a notice interrupted."""
    if renewal.stage in STAGE_ORDER:
        return renewal.stage
    changes = StageChange.objects.filter(renewal=renewal, before__in=STAGE_ORDER)
    last = changes.order_by("-at", "-id").first()
    return last.before if last else RenewalStage.SCHEDULED.value


def conversations(renewal: Renewal, user: User, *, at: datetime) -> TouchpointQuerySet:
    """Talks with who decides at this account in the last year, as far as *user* may see them."""
    visible: TouchpointQuerySet = Touchpoint.objects.visible_to(user)
    talks = visible.two_way().filter(account_id=renewal.account_id)
    spoken = Q(contact_links__contact__buying_role__in=DECIDERS, contact_links__in_copy=False)
    since = at - timedelta(days=CONVERSATION_DAYS)
    return talks.filter(spoken, happened_at__gte=since, happened_at__lte=at).distinct()


def _is_value_confirmed(renewal: Renewal, on: date) -> bool | None:
    """A contact confirmed value in a year; None where neither value nor an agreed target is recorded."""
    if renewal.account.tier not in VALUE_SHOWN_TO:
        return None
    entries = ValueEntry.objects.standing().filter(account=OuterRef("pk"))
    first, last = year_to(on)
    asked = Account.objects.filter(pk=renewal.account_id).values_list(
        Exists(entries.confirmed().within(first, last)),
        Exists(entries),
        Exists(RoiTarget.objects.agreed().filter(account=OuterRef("pk"))),
    )
    is_confirmed, has_value, has_target = asked.get()
    return bool(is_confirmed) if has_value or has_target else None


def _is_assessed(renewal: Renewal, on: date) -> bool:
    """Nothing waits for the owner's view; before the first is due, or when it is too late, none does."""
    states = set(Assessment.objects.filter(renewal=renewal).values_list("state", flat=True))
    if AssessmentState.ASKED in states:
        return False
    is_given = bool(states & {AssessmentState.DISAGREED, AssessmentState.FINAL})
    return is_given or renewal.decision_on < on or not round_due(renewal.decision_on, on)


def _stands(touchpoint: Touchpoint | None) -> bool:
    """Linked and not withdrawn; a corrected one is still the same talk."""
    return touchpoint is not None and touchpoint.withdrawn_at is None
