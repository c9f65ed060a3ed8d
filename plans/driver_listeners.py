"""What a corrected reason to stay means to the figures behind it; figures of merged accounts."""

from accounts.announced import AccountsMerged
from contacts.announced import KnowledgeChanged
from contacts.knowledge.words import Topic
from contacts.models import KnownFact
from retention.lib.zones import local_day
from retention.team.models import User

from .models import DriverLink, OperationMetric


def links_follow_the_driver(fact: KnowledgeChanged) -> None:
    """Listener: what explained a reason to stay explains it as it was corrected."""
    if fact.topic != Topic.DRIVER:
        return
    row = KnownFact.objects.filter(pk=fact.fact_id, supersedes__isnull=False).first()
    if row is not None:
        DriverLink.objects.filter(driver=row.supersedes_id).update(driver=row)


def carry_operations(fact: AccountsMerged) -> None:
    """Listener: figures of our work are the survivor's; of two called alike the survivor's goes on alone."""
    theirs = OperationMetric.objects.filter(account=fact.merged_id)
    names = OperationMetric.objects.standing().filter(account=fact.survivor_id).values_list("name", flat=True)
    taken = {name.casefold() for name in names}
    twice = [row.pk for row in theirs.standing() if row.name.casefold() in taken]
    by = User.objects.get(pk=fact.by_id)
    theirs.filter(pk__in=twice).update(retired_on=local_day(fact.at, by.time_zone))
    theirs.update(account=fact.survivor_id)
