"""What the database refuses of asks and consents, whoever writes."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account
from contacts.models import Contact
from retention.growth.models import AdvocacyAsk, AdvocacyConsent
from retention.team.models import User
from tests.cast import TODAY
from tests.factories import days_ago, make_contact


@pytest.fixture
def ana(vela: Account) -> Contact:
    """Somebody at Vela."""
    return make_contact(vela, "Ana Ruiz")


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "gift"}, {"outcome": "maybe"}, {"contact": None}, {"used_on": TODAY}, {"worth": 1},
        {"outcome": "given", "used_on": days_ago(TODAY, 1)}, {"currency": "EUR"}, {"answered_on": TODAY},
        {"outcome": "given", "used_on": TODAY, "worth": 1, "currency": ""},
    ],
)  # fmt: skip
def test_the_database_refuses_asks_that_cannot_be(ana: Contact, lena: User, broken: dict[str, Any]) -> None:
    plain = {"kind": "review", "account": ana.account, "contact": ana, "asked_on": TODAY, "band": "healthy"}
    with pytest.raises(IntegrityError), transaction.atomic():
        AdvocacyAsk.objects.create(**(plain | broken))


@pytest.mark.parametrize(
    "broken",
    [{"kind": "gift"}, {"scope": ""}, {"expires_on": days_ago(TODAY, 1)}, {"was_withdrawn": True}, {}],
)
def test_the_database_refuses_consents_that_cannot_be(
    ana: Contact, lena: User, broken: dict[str, Any]
) -> None:
    plain = {"account": ana.account, "contact": ana, "kind": "review", "scope": "x", "given_by": ana,
             "given_on": TODAY, "written_by": lena}  # fmt: skip
    AdvocacyConsent.objects.create(**plain)
    if broken:
        plain["kind"] = "speaking"
    with pytest.raises(IntegrityError), transaction.atomic():
        AdvocacyConsent.objects.create(**(plain | broken))
