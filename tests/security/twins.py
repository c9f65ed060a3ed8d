"""Somebody entered twice at an account, an account entered twice, and a merger that can be taken back."""

from typing import Any

from accounts.models import Account
from contacts.models import AlikeAccounts, AlikePeople, Contact, Person, PersonMerger
from retention.lib.clock import database_now
from retention.team.models import User


def make_twins(contact: Contact, owner: User, says: Any) -> dict[str, Any]:
    """The person of *contact* and another seat of perhaps the same person; and who was merged into them."""
    twin = Contact.objects.create(
        account=contact.account,
        person=Person.objects.create(name=says("twin"), email=says("twin-mail")),
        title=says("twin-title"),
        since=contact.since,
    )
    first, second = sorted((contact.person_id or 0, twin.person_id or 0))
    pair = AlikePeople.objects.create(first_id=first, second_id=second, score=80, reasons=["name"])
    gone = Person.objects.create(name=says("merged"))
    merger = PersonMerger.objects.create(kept_id=contact.person_id, gone=gone, by=owner, at=database_now())
    account = contact.account
    other = Account.objects.create(name=says("twin-account"), owner=owner, team=account.team)
    for member in account.team_members.all():
        other.team_members.create(user=member.user, function=member.function, is_backup=member.is_backup)
    one, two = sorted((account.pk, other.pk))
    alike = AlikeAccounts.objects.create(first_id=one, second_id=two, score=80, reasons=["name"])
    return {"pair": pair, "people_merger": merger, "account_pair": alike}
