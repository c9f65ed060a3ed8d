"""The first beat of every action on an account: may they, with the account's row locked."""

from django.core.exceptions import PermissionDenied

from retention.team.models import User

from .models import Account


def editable_account(account_id: int, by: User) -> Account:
    """The account, locked until the transaction ends. Raises PermissionDenied unless *by* may change it.

    The lock leaves rows that point at the account free to be written.
    """
    rows = Account.objects.editable_by(by).select_for_update(of=("self",), no_key=True)
    return _first(rows.filter(pk=account_id).first())


def visible_account(account_id: int, by: User) -> Account:
    """The account, locked until the transaction ends. Raises PermissionDenied unless *by* sees it."""
    rows = Account.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    return _first(rows.filter(pk=account_id).first())


def may_edit(account_id: int, by: User) -> bool:
    """True when *by* may change the account."""
    return Account.objects.editable_by(by).filter(pk=account_id).exists()


def sees(account_id: int, by: User) -> bool:
    """True when *by* sees the account."""
    return Account.objects.visible_to(by).filter(pk=account_id).exists()


def _first(account: Account | None) -> Account:
    if account is None:
        raise PermissionDenied
    return account
