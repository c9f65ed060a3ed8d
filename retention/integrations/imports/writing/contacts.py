"""Contacts with their persons."""

from typing import Any

from accounts.models import Account, RecordType
from contacts.actions import edit_contact
from contacts.choices import BuyingRole
from contacts.models import Contact, Person

from ...models import ImportRow, RowState
from ..refusals import RowRejected
from .batch import Batch, mark, remember_ids, tell, values

OF_PERSON = ("name", "email", "phone", "language")
OF_CONTACT = ("title", "buying_role", "country", "time_zone", "is_key")


def account_of(batch: Batch, row: ImportRow) -> int:
    """The account a row belongs to. Raises RowRejected when it was not taken."""
    account_id = batch.account_ids.get(row.group)
    if account_id is None:
        raise RowRejected("Its account could not be taken over.")
    return account_id


def write_contacts(batch: Batch, rows: list[ImportRow]) -> None:
    """New contacts in bulk; changed ones by the action."""
    new = [row for row in rows if row.state == RowState.NEW]
    places = [account_of(batch, row) for row in new]
    people = Person.objects.bulk_create(
        Person(**{name: values(row)[name] for name in OF_PERSON}) for row in new
    )
    made = Contact.objects.bulk_create(
        Contact(
            account_id=account_id,
            person=person,
            since=batch.today,
            role_is_guessed=_is_guessed(values(row)),
            **{name: values(row)[name] for name in OF_CONTACT},
        )
        for row, account_id, person in zip(new, places, people, strict=True)
    )
    for row, contact in zip(new, made, strict=True):
        row.record_id = contact.pk
    told = [(each.account_id, batch.at, f"Imported {each.name}", each.pk) for each in made]
    tell(batch, "contact_added", "contact", told)
    batch.touched |= set(places)
    remember_ids(batch, RecordType.CONTACT, new)
    mark(new, RowState.ADDED)
    changed = [row for row in rows if row.state == RowState.CHANGED]
    for row in changed:
        _change(batch, row)
    remember_ids(batch, RecordType.CONTACT, changed)
    mark(changed, RowState.UPDATED)


def _is_guessed(said: dict[str, Any]) -> bool:
    """Whether a title alone tells the role."""
    return bool(said["role_is_guessed"]) and said["buying_role"] != BuyingRole.UNKNOWN


def _change(batch: Batch, row: ImportRow) -> None:
    contact = Contact.objects.select_related("person", "account").get(pk=row.record_id or 0)
    changes = values(row)["changes"]
    holder = {name: contact.person if name in OF_PERSON else contact for name in changes}
    row.before = {name: [getattr(holder[name], name), value] for name, value in changes.items()}
    edit_contact(contact=contact, changes=changes, by=batch.by, at=batch.at, expected_version=None)
    batch.touched.add(contact.account_id)


def group_accounts(batch: Batch, rows: list[ImportRow]) -> None:
    """Which account each group is: made by this import, matched by its check, or Keel's own ("#7")."""
    groups = {row.group for row in rows} - set(batch.account_ids)
    own = {int(group[1:]): group for group in groups if group.startswith("#")}
    for number in Account.objects.filter(pk__in=own).values_list("pk", flat=True):
        batch.account_ids[own[number]] = number
    staged = ImportRow.objects.filter(
        of=batch.of, record_type=RecordType.ACCOUNT, group__in=groups, record_id__isnull=False
    )
    for group, account_id in staged.values_list("group", "record_id"):
        if account_id is not None:
            batch.account_ids[group] = account_id
