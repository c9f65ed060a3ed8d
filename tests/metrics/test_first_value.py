"""Time to value: the worked case of docs/methods.md, and from real rows."""

from datetime import date, timedelta

import pytest

from accounts.first_value import days_to_value
from accounts.models import Account
from retention.metrics.first_value import TimeToValue, from_spells, time_to_value
from retention.metrics.questions import ask
from retention.metrics.survival import Spell
from retention.team.models import User
from tests.cast import TODAY
from tests.factories import make_contract


def test_days_count_from_the_start_and_what_is_not_known_stays_unknown() -> None:
    assert days_to_value(date(2026, 3, 1), date(2026, 4, 10)) == 40
    assert days_to_value(date(2026, 3, 1), date(2026, 2, 1)) == 0
    assert days_to_value(None, date(2026, 2, 1)) is None
    assert days_to_value(date(2026, 3, 1), None) is None


def test_who_is_not_there_yet_counts_instead_of_being_left_out() -> None:
    there = [Spell(days, True) for days in (20, 40, 60)]
    assert from_spells([*there, Spell(50, False), Spell(100, False)]) == TimeToValue(5, 2, 60, None)
    assert from_spells(there) == TimeToValue(3, 0, 40, 60)
    assert from_spells([Spell(9, False)]) == TimeToValue(1, 1, None, None)
    assert from_spells([]) == TimeToValue(0, 0, None, None)


@pytest.mark.django_db
def test_each_customer_counts_from_its_first_contract_up_to_the_last_day(
    vela: Account, orchard: Account, lena: User, ada: User
) -> None:
    for account, ago in ((vela, 400), (vela, 100), (orchard, 300)):
        start = TODAY - timedelta(days=ago)
        make_contract(account, start=start, end=start + timedelta(days=364), state="active")
    make_contract(vela, start=TODAY - timedelta(days=900), end=TODAY, state="draft")
    Account.objects.filter(pk=vela.pk).update(first_value_on=TODAY - timedelta(days=350))
    assert time_to_value(ask(lena, today=TODAY)) == TimeToValue(1, 0, 50, 50)
    assert time_to_value(ask(ada, today=TODAY)) == TimeToValue(2, 1, 50, None)
    early = ask(ada, today=TODAY, as_of=TODAY - timedelta(days=360))
    assert time_to_value(early) == TimeToValue(1, 1, None, None), "what came later is not known then"
    part = ask(ada, today=TODAY, segment={"tier": "D", "team": "", "country": "", "sector": ""})
    assert time_to_value(part).customers == 0
