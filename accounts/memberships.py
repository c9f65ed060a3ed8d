"""Which accounts somebody is on the account team of: read by visibility once per request."""

from .models import AccountTeamMember


def account_memberships(user_id: int) -> tuple[tuple[int, bool], ...]:
    """(account id, may edit) of every account team this person is on."""
    rows = AccountTeamMember.objects.filter(user_id=user_id).values_list("account_id", "may_edit")
    edits: dict[int, bool] = {}
    for account_id, may_edit in rows:
        edits[account_id] = edits.get(account_id, False) or may_edit
    return tuple(sorted(edits.items()))
