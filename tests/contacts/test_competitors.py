"""Competitors by the names customers use: what may be said, the newest word of an account, and the sums."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account
from contacts.actions import correct_fact, learn
from contacts.knowledge.competitors import named_competitors, summed_up, with_ends
from contacts.models import KnownFact
from retention.lib.accepts import InputRefused
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import days_ago, make_contract


def named(account: Account, by: User, name: str, **said: Any) -> KnownFact:
    return learn(account=account, topic="competitor", named=name, by=by, at=NOON, **said)


def test_a_text_alone_names_the_competitor_in_its_first_line(vela: Account, lena: User) -> None:
    fact = learn(account=vela, topic="competitor", text="Orca\nThey met in May", by=lena, at=NOON)
    assert (fact.named, fact.named_key, fact.said) == ("Orca", "orca", "Orca: Orca\nThey met in May")
    newer = correct_fact(fact=fact, changes={"text": "", "value": "looking"}, by=lena, at=NOON)
    assert newer.said == "Orca: They are looking at them now"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "named"), ({"value": "looking"}, "named"), ({"value": "stay", "named": "Orca"}, "value"),
        ({"value": "nobody", "named": "Orca"}, "named"),
        ({"topic": "bought", "text": "x", "named": "Orca"}, "named"),
    ],
)  # fmt: skip
def test_what_no_competitor_can_be_is_refused(
    vela: Account, lena: User, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        learn(account=vela, by=lena, at=NOON, **({"topic": "competitor"} | said))
    assert refused.value.field == field
    assert not KnownFact.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"named": ""},
        {"value": "stay"},
        {"topic": "bought", "text": "x"},
        {"topic": "bought", "value": "known"},
    ],
)
def test_the_database_refuses_it_as_well(vela: Account, lena: User, broken: dict[str, Any]) -> None:
    plain = {"account": vela, "topic": "competitor", "named": "Orca", "text": "x", "said_on": TODAY,
             "fresh_until": TODAY, "is_personal": False, "by": lena}  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        KnownFact.objects.create(**(plain | broken))


def test_the_newest_word_of_an_account_counts_once_and_former_customers_not(
    vela: Account, orchard: Account, lena: User, ada: User
) -> None:
    named(vela, lena, "Orca", value="looking", said_on=days_ago(TODAY, 9))
    last = named(vela, lena, "ÓRCA", value="known")
    named(vela, lena, "Portline")
    learn(account=vela, topic="competitor", value="nobody", by=lena, at=NOON)
    other = named(orchard, ada, "orca", value="looking")
    assert set(named_competitors(ada).filter(named_key="orca")) == {last, other}
    assert set(named_competitors(lena).filter(named_key="orca")) == {last}
    Account.objects.filter(pk=orchard.pk).update(stage="former")
    assert set(named_competitors(ada).filter(named_key="orca")) == {last}


def test_the_sums_count_customers_and_their_revenue_once_however_the_name_is_spelt(
    vela: Account, orchard: Account, lena: User, ada: User
) -> None:
    soon = TODAY + timedelta(days=30)
    Account.objects.filter(pk=vela.pk).update(arr_base=Decimal(184000), next_decision_on=soon)
    Account.objects.filter(pk=orchard.pk).update(arr_base=Decimal(96000))
    named(vela, lena, "Orca", value="known")
    named(orchard, ada, "orca", value="looking")
    named(orchard, ada, "Portline")
    first, second = summed_up(named_competitors(ada))
    assert (first.key, first.accounts, first.looking, first.exposed, first.exposed_looking) == (
        "orca", 2, 1, Decimal(280000), Decimal(96000),
    )  # fmt: skip
    assert (first.decides_on, second.key, second.exposed) == (soon, "portline", Decimal(96000))


def test_a_row_says_where_the_contract_ends(vela: Account, lena: User) -> None:
    named(vela, lena, "Orca")
    contract = make_contract(vela, state="active")
    ends = {row.pk: row.ends_on for row in with_ends(named_competitors(lena))}
    assert list(ends.values()) == [contract.term_end]
