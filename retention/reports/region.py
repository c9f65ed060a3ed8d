"""In whose way a report is written."""

from contacts.regions import region_of_all
from retention.lib.written import USUAL

from .models import Subscription
from .words import INTERNAL


def region_of_report(subscription: Subscription) -> str:
    """Where its readers of theirs all are, else where the account is; inside it is written as usual."""
    if subscription.account is None or subscription.kind in INTERNAL:
        return USUAL
    readers = subscription.readers.filter(contact__isnull=False).select_related("contact").order_by("id")
    return region_of_all(subscription.account, [row.contact for row in readers if row.contact])
