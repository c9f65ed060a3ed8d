"""Save plays of an account that became part of another."""

from accounts.announced import AccountsMerged
from retention.lib.errors import DomainError

from .models import PlayRun


class PlayOfBoth(DomainError):
    """Two accounts that merge each run a play against the same cause."""


def carry_plays(fact: AccountsMerged) -> None:
    """Runs go over with their renewals. Raises PlayOfBoth: an account runs one play per cause."""
    ours = PlayRun.objects.active().filter(account=fact.survivor_id)
    theirs = PlayRun.objects.filter(account=fact.merged_id)
    both = theirs.active().filter(root_cause__in=ours.values("root_cause")).first()
    if both is not None:
        raise PlayOfBoth(
            f"Both run a save play against “{both.get_root_cause_display()}”. Finish one of them first.",
            field="survivor",
        )
    theirs.update(account=fact.survivor_id)
