"""A renewal about which everything is known that the gates of the stages ask for."""

from datetime import timedelta
from decimal import Decimal

from contacts.actions import log_touchpoint
from contacts.models import Contact, Touchpoint
from retention.renewals.models import Assessment, Renewal, RenewalTerms, StageEvidence
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact


def decider_of(renewal: Renewal) -> Contact:
    """The one at the account who decides."""
    known: Contact | None = renewal.account.contacts.filter(buying_role="decision_maker").first()
    return known or make_contact(renewal.account, "Ines Brandt", buying_role="decision_maker")


def talk(renewal: Renewal, by: User, **fields) -> Touchpoint:
    """A call with who decides, yesterday."""
    given = {"contacts": [decider_of(renewal)], "channel": "call", "purpose": "renewal",
             "happened_at": NOON - timedelta(days=1), "outcome": "connected", **fields}  # fmt: skip
    return log_touchpoint(account=renewal.account, by=by, at=NOON, **given)


def facts_of(renewal: Renewal, by: User) -> dict:
    """Every fact, each within reason."""
    return {
        "health_reviewed_on": TODAY,
        "contacts_checked_on": TODAY,
        "value_summary": "Two nights of work a week saved",
        "conversation": talk(renewal, by),
        "scope": "As it is",
        "term_wanted_months": 12,
        "decision_process": "The board, on her advice",
        "customer_decides_on": TODAY + timedelta(days=60),
        "proposal_sent_on": TODAY,
        "proposal_arr": Decimal("12600.00"),
        "proposal_term_months": 12,
        "proposal_uplift_pct": Decimal(5),
        "proposal_valid_until": TODAY + timedelta(days=30),
        "response": "They like it",
        "negotiation": "legal",
        "verbal_by": decider_of(renewal),
        "verbal_on": TODAY,
        "paper_out_on": TODAY,
        "paper_to": decider_of(renewal),
    }


def assess(renewal: Renewal, by: User) -> Assessment:
    """The first assessment, given and final."""
    return Assessment.objects.create(renewal=renewal, which="first", due_on=TODAY, state="final", view="good",
                                     reason="They said so", by=by, at=NOON, final="good")  # fmt: skip


def price(renewal: Renewal) -> RenewalTerms:
    """Terms that nobody else has to agree to."""
    return RenewalTerms.objects.create(renewal=renewal)


def know_everything(renewal: Renewal, by: User) -> StageEvidence:
    """Enter every fact and the assessment, past the actions: what is tested comes after."""
    assess(renewal, by)
    price(renewal)
    return StageEvidence.objects.create(renewal=renewal, changed_by=by, **facts_of(renewal, by))
