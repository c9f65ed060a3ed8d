"""What renewals do when something happened below: derive those contracts' renewals again."""

from accounts.announced import (
    AccountChanged,
    AccountsMerged,
    AccountsParted,
    ContractActivated,
    ContractChanged,
    HealthBandChanged,
    NoticeReceived,
    RecordsImported,
)
from accounts.models import Contract
from contacts.announced import ContactAdded, ContactChanged, KnowledgeChanged
from contacts.knowledge.words import Topic
from retention.reminders.models import Reminder
from retention.team.announced import CalendarChanged
from retention.team.machine import the_machine
from retention.team.models import User

from .estimates import refresh_estimates
from .ladder_rows import KIND
from .merged_plays import carry_plays
from .models import Renewal
from .rebuild import rebuild
from .sync import refresh_decision_dates, sync_contracts


def after_contract(fact: ContractActivated | ContractChanged | NoticeReceived) -> None:
    """A contract came in force, changed, ended, rolled over, or notice came or was taken back."""
    sync_contracts([fact.contract_id], by=User.objects.get(pk=fact.by_id), at=fact.at)


def after_import(fact: RecordsImported) -> None:
    """Many contracts at once."""
    rebuild(fact.account_ids, at=fact.at, by=User.objects.get(pk=fact.by_id))


def after_merger(fact: AccountsMerged) -> None:
    """Contracts went over to another account: their renewals and reminders go with them."""
    theirs = Renewal.objects.filter(contract__in=fact.contract_ids)
    carry_plays(fact)
    Reminder.objects.filter(kind=KIND, subject_id__in=list(theirs.values_list("pk", flat=True))).update(
        account=fact.survivor_id
    )
    theirs.update(account=fact.survivor_id)
    by = User.objects.get(pk=fact.by_id)
    sync_contracts(fact.contract_ids, by=by, at=fact.at, tells_story=False)
    refresh_decision_dates(sorted((fact.merged_id, fact.survivor_id)), by=by, at=fact.at)


def after_parting(fact: AccountsParted) -> None:
    """A merger was taken back: what follows from the contracts of both is derived anew."""
    by, contracts = User.objects.get(pk=fact.by_id), Contract.objects.filter(account__in=fact.account_ids)
    ids = sorted(contracts.values_list("pk", flat=True))
    Reminder.objects.filter(kind=KIND, account=fact.survivor_id, subject_id__in=list(
        Renewal.objects.filter(account=fact.returned_id).values_list("pk", flat=True)
    )).update(account=fact.returned_id)  # fmt: skip
    sync_contracts(ids, by=by, at=fact.at, tells_story=False)
    refresh_decision_dates(fact.account_ids, by=by, at=fact.at)


def after_account_change(fact: AccountChanged) -> None:
    """Another owner has other working days: decisions roll back to other ones; tiers differ in experience."""
    if "tier" in fact.fields:
        refresh_estimates([fact.account_id])
    if fact.fields & {"owner", "owner_id"}:
        open_ones = Renewal.objects.open().filter(account_id=fact.account_id)
        contracts = set(open_ones.values_list("contract_id", flat=True))
        sync_contracts(contracts, by=User.objects.get(pk=fact.by_id), at=fact.at, tells_story=False)


def after_band(fact: HealthBandChanged) -> None:
    """A warning sign came or went."""
    refresh_estimates(fact.account_ids)


def after_contact(fact: ContactAdded | ContactChanged) -> None:
    """A champion may have left, or come."""
    refresh_estimates([fact.account_id])


def after_knowledge(fact: KnowledgeChanged) -> None:
    """Somebody said whether they stay."""
    if fact.topic == Topic.INTENT:
        refresh_estimates([fact.account_id])


def after_calendar_change(fact: CalendarChanged) -> None:
    """Working days changed: open renewals of these owners' accounts may be decided on another day."""
    contracts = Contract.objects.filter(renewals__in=Renewal.objects.open())
    if fact.user_id is not None:
        contracts = contracts.filter(account__owner_id=fact.user_id)
    if fact.countries:
        contracts = contracts.filter(account__owner__country__in=fact.countries)
    account_ids = set(contracts.values_list("account_id", flat=True))
    rebuild(account_ids, at=fact.at, by=the_machine())
