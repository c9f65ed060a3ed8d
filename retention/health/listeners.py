"""What health does when something happened below: make exactly those account rows true again."""

from accounts.announced import (
    AccountChanged,
    AccountsMerged,
    AccountsParted,
    ContractActivated,
    ContractChanged,
    DecisionDatesMoved,
    InvoiceChanged,
    NoticeReceived,
    RecordsImported,
)
from contacts.announced import (
    ContactAdded,
    ContactChanged,
    KnowledgeChanged,
    MapChanged,
    SurveyAnswered,
    TouchpointCorrected,
    TouchpointLogged,
    TouchpointWithdrawn,
)
from contacts.knowledge.words import Topic
from plans.announced import HoursChanged, TargetsChanged, ValueChanged

from .actions import refresh_account, refresh_accounts
from .inputs import FEW

OF_ACCOUNT = frozenset({"tier", "stage", "customer_since"})
OF_CONTACT = frozenset(
    {
        "is_key", "is_placeholder", "status", "departed_on", "since", "paused_until", "buying_role", "person",
        "preferred_interval_days",
    }
)  # fmt: skip


def after_touchpoint(fact: TouchpointLogged | TouchpointCorrected | TouchpointWithdrawn) -> None:
    """Silence, replies, rhythm and mood follow from touchpoints."""
    refresh_account(account_id=fact.account_id, at=fact.at)


def after_contact_added(fact: ContactAdded) -> None:
    """A new key contact may be silent or spoken with."""
    refresh_account(account_id=fact.account_id, at=fact.at)


def after_contact_change(fact: ContactChanged) -> None:
    """Who is key, in their seat, and not paused decides whose silence counts."""
    if fact.fields & OF_CONTACT:
        refresh_account(account_id=fact.account_id, at=fact.at)


def after_map(fact: MapChanged) -> None:
    """Who decides, and how we stand with them, is covered or not."""
    refresh_account(account_id=fact.account_id, at=fact.at)


def after_survey(fact: SurveyAnswered) -> None:
    """An answer is the latest mood."""
    refresh_account(account_id=fact.account_id, at=fact.at)


def after_knowledge(fact: KnowledgeChanged) -> None:
    """How near competitors are."""
    if fact.topic == Topic.COMPETITOR:
        refresh_account(account_id=fact.account_id, at=fact.at)


def after_account_change(fact: AccountChanged) -> None:
    """Tier and stage decide what may be expected; a former customer has no score."""
    if fact.fields & OF_ACCOUNT:
        refresh_account(account_id=fact.account_id, at=fact.at)


def after_merger(fact: AccountsMerged) -> None:
    """What is known of the merged account is known of the survivor now."""
    refresh_account(account_id=fact.survivor_id, at=fact.at)


def after_parting(fact: AccountsParted) -> None:
    """What is known of each account is its own again."""
    refresh_accounts(account_ids=fact.account_ids, at=fact.at)


def after_contract(fact: ContractActivated | ContractChanged | NoticeReceived) -> None:
    """Revenue moved, or notice was given or taken back."""
    refresh_account(account_id=fact.account_id, at=fact.at)


def after_invoice(fact: InvoiceChanged) -> None:
    """What is overdue, and since when."""
    refresh_account(account_id=fact.account_id, at=fact.at)


def after_targets(fact: TargetsChanged | ValueChanged) -> None:
    """What they wanted goes well or not; what they gained is proven or not."""
    refresh_account(account_id=fact.account_id, at=fact.at)


def after_hours(fact: HoursChanged) -> None:
    """What is included, or what was delivered, is other than before."""
    refresh_account(account_id=fact.account_id, at=fact.at)


def after_decision_dates(fact: DecisionDatesMoved) -> None:
    """A decision is near, or is not any more. Very many move with an import, whose own refresh follows, or
    with a calendar: then the night finds the few whose half year began."""
    if len(fact.account_ids) <= FEW:
        refresh_accounts(account_ids=fact.account_ids, at=fact.at)


def after_import(fact: RecordsImported) -> None:
    """Many records at once: set-based. Nobody knew them before, so no past day is written."""
    refresh_accounts(account_ids=fact.account_ids, at=fact.at)
