"""The accounts of one group: everything under the same highest parent."""

from accounts.models import Account


def top_of(account_id: int) -> int:
    """The id of the highest parent of an account."""
    seen: set[int] = set()
    top = account_id
    while top not in seen:
        seen.add(top)
        above = Account.objects.filter(pk=top).values_list("parent_id", flat=True).first()
        top = above or top
    return top


def group_of(account: Account) -> set[int]:
    """The ids of all accounts under the same highest parent; one query for a level."""
    if account.parent_id is None and not account.children.exists():
        return {account.pk}
    found: set[int] = set()
    level = {top_of(account.pk)}
    while level - found:
        found |= level
        level = set(Account.objects.filter(parent_id__in=level).values_list("pk", flat=True))
    return found
