"""Accounts and products."""

from accounts.actions import edit_account, edit_product
from accounts.models import Account, Product, RecordType

from ...models import ImportRow, RowState
from ..values import folded_name
from .batch import Batch, mark, remember_ids, tell, values

TEXTS = ("name", "phone", "city", "country", "website", "sector", "time_zone", "currency", "customer_since")


def write_products(batch: Batch, rows: list[ImportRow]) -> None:
    """New products, and what changed of known ones."""
    new = [row for row in rows if row.state == RowState.NEW]
    made = Product.objects.bulk_create(
        Product(**{name: values(row)[name] for name in ("code", "name", "family", "is_retired")})
        for row in new
    )
    for row, product in zip(new, made, strict=True):
        row.record_id = product.pk
        batch.products.setdefault(folded_name(product.name), product.pk)
    remember_ids(batch, RecordType.PRODUCT, new)
    mark(new, RowState.ADDED)
    changed = [row for row in rows if row.state == RowState.CHANGED]
    for row in changed:
        product = Product.objects.get(pk=row.record_id or 0)
        changes = values(row)["changes"]
        row.before = {name: [getattr(product, name), value] for name, value in changes.items()}
        edit_product(product=product, changes=changes, by=batch.by, at=batch.at, expected_version=None)
    mark(changed, RowState.UPDATED)


def write_accounts(batch: Batch, rows: list[ImportRow]) -> None:
    """New accounts in one statement each for rows, ids and story; changed ones by the action."""
    new = [row for row in rows if row.state == RowState.NEW]
    made = Account.objects.bulk_create(_account(batch, row) for row in new)
    for row, account in zip(new, made, strict=True):
        row.record_id = account.pk
        batch.account_ids[row.group] = account.pk
    source = batch.of.source
    tell(
        batch,
        "account_added",
        "account",
        [(each.pk, batch.at, f"Imported {each.name} from {source}", each.pk) for each in made],
    )
    remember_ids(batch, RecordType.ACCOUNT, new)
    mark(new, RowState.ADDED)
    changed = [row for row in rows if row.state == RowState.CHANGED]
    for row in changed:
        _change(batch, row)
    remember_ids(batch, RecordType.ACCOUNT, changed)
    mark(changed, RowState.UPDATED)


def _account(batch: Batch, row: ImportRow) -> Account:
    draft = values(row)
    owner_id = batch.person(draft["owner"])
    if owner_id not in batch.teams:  # teams holds those who may look after accounts
        owner_id = None
    return Account(
        **{name: draft[name] for name in TEXTS},
        first_value_on=draft.get("first_value_on"),  # drafts made before it was read have none
        tier=draft["tier"] or "C",
        owner_id=owner_id,
        team_id=batch.teams.get(owner_id or 0) or None,
    )


def _change(batch: Batch, row: ImportRow) -> None:
    account = Account.objects.get(pk=row.record_id or 0)
    changes = values(row)["changes"]
    row.before = {name: [getattr(account, name), value] for name, value in changes.items()}
    edit_account(account=account, changes=changes, by=batch.by, at=batch.at, expected_version=None)
    batch.account_ids[row.group] = account.pk
