"""Gaps of the map that become check-ins, as one more thing that happens to a company."""

from accounts.models import Account
from contacts.map_facts import map_of
from contacts.models import Contact
from retention.cadence.actions import plan_gap_check_in, take_gap_back
from retention.cadence.models import GapCheckIn
from retention.lib.errors import DomainError

from .company import Company


def mind_a_gap(of: Company) -> None:
    """A gap of the map becomes a check-in, or one is taken back."""
    where, planned = of.one(Account.objects.all()), GapCheckIn.objects.not_taken_back()
    if planned and of.dice.random() < 0.2:
        take_gap_back(gap=of.one(planned), by=of.ada, at=of.now)
        return
    flags = [flag for flag in map_of(where, of.ada, on=of.today).flags if flag.is_talked_over]
    if not flags:
        raise DomainError("nothing to talk over")
    flag = of.dice.choice(flags)
    plan_gap_check_in(
        account=where, flag=flag.code, contact=Contact.objects.get(pk=flag.key), by=of.ada, at=of.now,
        due_on=of.day(0, 20),
    )  # fmt: skip
