"""Reading what the price rules ask about one renewal (docs/methods.md, Price policy)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .models import ApprovalMatrix, ApprovalRequest, ApprovalState, IndexValue, Renewal, RenewalTerms
from .pricing import (
    STARTER,
    Cap,
    IndexMissing,
    Matrix,
    Need,
    Terms,
    contract_cap,
    max_uplift,
    needs,
)

STARTER_VERSION = 0


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """What the rules say of terms: bounds in per cent, who must agree, and the question that blocks.

    ``question`` is asked when an index value is missing; nothing is computed then.
    """

    terms: RenewalTerms | None
    policy_pct: Decimal | None
    contract_cap_pct: Decimal | None
    max_uplift_pct: Decimal | None
    needs: tuple[Need, ...]
    question: str = ""
    approval: ApprovalRequest | None = None

    @property
    def is_set(self) -> bool:
        """The price policy of this renewal has been worked out."""
        return self.terms is not None and not self.question

    @property
    def is_approved(self) -> bool:
        """Everybody who has to agree to the terms as they are has agreed."""
        if not self.needs:
            return not self.question
        return self.approval is not None and self.approval.state == ApprovalState.APPROVED


def matrix_now() -> Matrix:
    """The newest published version; the starter where none is."""
    row = ApprovalMatrix.objects.order_by("-version").first()
    return Matrix(row.version, row.rules) if row else Matrix(STARTER_VERSION, STARTER)


def index_value(name: str, on: date) -> Decimal | None:
    """The newest value of an index published for that day or before."""
    rows = IndexValue.objects.filter(name=name, on__lte=on).order_by("-on")
    return rows.values_list("pct", flat=True).first()


def cap_of(terms: RenewalTerms, renewal: Renewal) -> Cap:
    """The contract's bound with its index value; the index of the day the new term begins unless said."""
    named = bool(terms.index_name)
    return Cap(
        kind=terms.cap_kind,
        pct=terms.cap_pct,
        index=index_value(terms.index_name, terms.index_on or renewal.renewal_due_on) if named else None,
        plus=terms.index_plus or Decimal(0),
        least=terms.index_min,
        most=terms.index_max,
        index_name=terms.index_name,
    )


def policy_for(renewal: Renewal, matrix: Matrix) -> Decimal | None:
    """The policy's rise for the account's tier."""
    said = matrix.rules.get("policy_uplift_pct", {}).get(renewal.account.tier)
    return None if said is None else Decimal(str(said))


def price_facts(renewal: Renewal) -> PriceFacts:
    """The renewal's terms, their bounds and who must agree."""
    terms, matrix = RenewalTerms.objects.filter(renewal=renewal).first(), matrix_now()
    asked = ApprovalRequest.objects.filter(renewal=renewal).order_by("-id").first()
    policy = policy_for(renewal, matrix)
    if terms is None:
        return PriceFacts(None, policy, None, None, (), approval=asked)
    if terms.policy_uplift_pct is not None:
        policy = terms.policy_uplift_pct
    try:
        cap = contract_cap(cap_of(terms, renewal))
        most = max_uplift(policy, cap_of(terms, renewal))
    except IndexMissing as missing:
        return PriceFacts(terms, policy, None, None, (), question=missing.message, approval=asked)
    wanted = needs(judged(terms, renewal, cap=cap, most=most, policy=policy), matrix)
    return PriceFacts(terms, policy, cap, most, tuple(wanted), approval=asked)


def judged(
    terms: RenewalTerms,
    renewal: Renewal,
    *,
    cap: Decimal | None,
    most: Decimal | None,
    policy: Decimal | None,
) -> Terms:
    """The terms as the matrix judges them. Value counts as confirmed once it is said in the stage's facts."""
    known = getattr(renewal, "evidence", None)
    return Terms(
        atr=renewal.atr,
        proposed_arr=terms.proposed_arr,
        uplift_pct=terms.proposed_uplift_pct,
        max_uplift_pct=most,
        contract_cap_pct=cap,
        policy_pct=policy,
        discount_pct=terms.discount_pct,
        term_months=terms.term_months,
        payment_days=terms.payment_days,
        special_terms=terms.special_terms,
        has_confirmed_value=bool(known and known.value_summary),
    )
