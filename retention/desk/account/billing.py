"""What is overdue at an account, in the words of its pages."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.overdue import Overdue, overdue_of
from retention.team.models import User

from ..formats import money_text


def overdue_words(overdue: Overdue) -> str:
    """“€12,400 and $300 overdue, 34 days”."""
    sums = [money_text(amount, currency) for amount, currency in overdue.amounts]
    days = ngettext("{days} day", "{days} days", overdue.days).format(days=overdue.days)
    return _("{sums} overdue, {days}").format(sums=_(" and ").join(sums), days=days)


def overdue_at(account_id: int, user: User, *, on: date) -> str:
    """The words for one account; empty when nothing is overdue or the reader does not see it."""
    found = overdue_of([account_id], user, on=on).get(account_id)
    return overdue_words(found) if found else ""
