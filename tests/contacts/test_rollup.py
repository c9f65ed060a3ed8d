"""How much is known over many accounts: what the statement says is what one account's page says."""

from decimal import Decimal

import pytest

from accounts.models import Account
from contacts.actions import learn
from contacts.choices import Purpose
from contacts.knowledge.gathering import knowledge_of
from contacts.knowledge.rollup import lacking, share_known, standings
from contacts.models import Contact
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import days_ago, make_contact
from tests.health.history import talk


@pytest.fixture
def told(vela: Account, lena: User) -> Account:
    """Of Vela something is fresh, something fades, something was only asked, and records answer a part."""
    Account.objects.filter(pk=vela.pk).update(arr_base=Decimal(184000))
    said = {"account": vela, "by": lena, "at": NOON}
    learn(topic="bought", text="The trainers", said_on=days_ago(TODAY, 270), **said)
    learn(topic="exit", text="A missed week", **said)
    learn(topic="difference", outcome="waiting", **said)
    learn(topic="driver", text="Training", operation="On time", performance=4, **said)
    Contact.objects.filter(pk=make_contact(vela).pk).update(preference_source="stated")
    talk(vela, lena, days_ago(TODAY, 100), purpose=Purpose.LEARN)
    talk(vela, lena, days_ago(TODAY, 190), purpose=Purpose.SELL)
    return vela


def test_for_one_account_it_is_what_its_page_says(told: Account, lena: User) -> None:
    known = knowledge_of(told, lena, on=TODAY)
    rows = standings(lena, on=TODAY)
    assert {row.question.topic: round(float(row.share or 0), 4) for row in rows} == {
        each.question.topic: round(float(each.freshness), 4) for each in known.answers
    }
    assert round(float(share_known(rows) or 0), 6) == round(float(known.share), 6)
    assert {row.question.topic for row in rows if row.lacking} == {
        each.question.topic for each in known.answers if not each.is_known
    }


def test_customers_weigh_by_their_revenue_and_former_ones_not_at_all(
    told: Account, orchard: Account, lena: User, ada: User
) -> None:
    Account.objects.filter(pk=orchard.pk).update(arr_base=Decimal(46000))
    shares = {row.question.topic: (row.share, row.lacking) for row in standings(ada, on=TODAY)}
    assert shares["exit"] == (Decimal("0.8"), 1)
    assert list(lacking(ada, "exit", on=TODAY)) == [orchard]
    assert not lacking(lena, "exit", on=TODAY).exists()
    Account.objects.filter(pk=orchard.pk).update(stage="former")
    assert {row.question.topic: row.share for row in standings(ada, on=TODAY)}["exit"] == 1


def test_without_revenue_nothing_is_said(vela: Account, lena: User) -> None:
    rows = standings(lena, on=TODAY)
    assert (share_known(rows), rows[0].share, rows[0].lacking) == (None, None, 1)
    assert share_known(standings(User.objects.create(email="x@example.com", name="X"), on=TODAY)) is None
