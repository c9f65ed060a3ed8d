"""What sets us apart stands in the customer's order."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account
from contacts.actions import learn
from contacts.knowledge.gathering import knowledge_of
from contacts.models import KnownFact
from retention.lib.accepts import InputRefused
from retention.team.models import User
from tests.cast import NOON, TODAY

pytestmark = pytest.mark.django_db


def apart(account: Account, by: User, text: str, **said: Any) -> KnownFact:
    return learn(account=account, topic="difference", text=text, by=by, at=NOON, **said)


def test_what_sets_us_apart_is_ranked_by_its_importance_to_them(vela: Account, lena: User) -> None:
    for text, said in (
        ("One person to call", {"importance": 3}),
        ("Nice", {}),
        ("Overnight parts", {"importance": 5}),
    ):
        apart(vela, lena, text, **said)
    known = knowledge_of(vela, lena, on=TODAY)
    assert [fact.text for fact in known.facts_of("difference")] == [
        "Overnight parts",
        "One person to call",
        "Nice",
    ]


def test_it_has_an_importance_and_no_performance(vela: Account, lena: User) -> None:
    for name, value in (("performance", 3), ("operation", "Parts")):
        with pytest.raises(InputRefused) as refused:
            apart(vela, lena, "x", **{name: value})
        assert refused.value.field == name
    row = apart(vela, lena, "x", importance=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        KnownFact.objects.filter(pk=row.pk).update(performance=3)
    with pytest.raises(InputRefused):
        learn(account=vela, topic="bought", text="x", importance=3, by=lena, at=NOON)
