"""Value: claimed, evidenced, confirmed or disputed by a named contact; given on top and told."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account
from contacts.participants import NotTheirContact
from plans import actions
from plans.actions.goodwill import GoodwillTakenBack, NotToldYet, ToldAlready
from plans.actions.value import NotAnswered, NotEvidenced, ValueAnswered, ValueWithdrawn
from plans.models import GoodwillEntry, ValueEntry
from retention.lib.accepts import InputRefused
from retention.lib.errors import DomainError
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact
from tests.security.makers_plans import target

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def claimed(account: Account, by: User, **fields: Any) -> ValueEntry:
    said = {"what": "Two hours a day less at the desk", "happened_on": TODAY - DAY, **fields}
    return actions.claim_value(account=account, by=by, at=NOON, **said)


def evidenced(account: Account, by: User) -> ValueEntry:
    return claimed(account, by, amount=Decimal(18000), method="2 h × 250 days × €36", evidence="Time sheets")


def test_value_goes_from_claimed_to_confirmed(vela: Account, lena: User) -> None:
    row = claimed(vela, lena)
    who = make_contact(vela)
    with pytest.raises(NotEvidenced):
        actions.confirm_value(entry=row, contact=who, on=TODAY, by=lena, at=NOON)
    row = actions.evidence_value(entry=row, evidence="Time sheets", on=TODAY, by=lena, at=NOON)
    assert row.state == "evidenced"
    row = actions.confirm_value(entry=row, contact=who, on=TODAY, channel="review", by=lena, at=NOON)
    assert (row.state, row.answered_by, row.answered_on) == ("confirmed", who, TODAY)
    with pytest.raises(ValueAnswered):
        actions.edit_value(entry=row, changes={"what": "Four hours"}, by=lena, at=NOON, expected_version=None)
    with pytest.raises(ValueAnswered):
        actions.confirm_value(entry=row, contact=who, on=TODAY, by=lena, at=NOON)
    row = actions.take_back_answer(entry=row, by=lena, at=NOON)
    assert (row.state, row.answered_by) == ("evidenced", None)
    with pytest.raises(NotAnswered):
        actions.take_back_answer(entry=row, by=lena, at=NOON)


def test_a_dispute_says_why_and_new_evidence_answers_it(vela: Account, lena: User) -> None:
    row, who = evidenced(vela, lena), make_contact(vela)
    with pytest.raises(InputRefused, match="What they said is missing"):
        actions.dispute_value(entry=row, contact=who, on=TODAY, answer="", by=lena, at=NOON)
    row = actions.dispute_value(entry=row, contact=who, on=TODAY, answer="One hour", by=lena, at=NOON)
    assert row.state == "disputed"
    row = actions.evidence_value(entry=row, evidence="Both sheets", on=TODAY, by=lena, at=NOON)
    assert (row.state, row.answer) == ("evidenced", "")


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"amount": Decimal(10)}, "method"),
        ({"amount": Decimal(0), "method": "x"}, "amount"),
        ({"amount": Decimal(10), "method": "x", "currency": "XYZ"}, "currency"),
        ({"happened_on": TODAY + DAY}, "happened_on"),
        ({"what": ""}, "what"),
        ({"link": "not an address"}, "link"),
    ],
)
def test_value_that_cannot_be_is_refused_by_name(
    vela: Account, lena: User, fields: dict[str, Any], at_fault: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        claimed(vela, lena, **fields)
    assert refusal.value.field == at_fault
    assert not ValueEntry.objects.exists()


def test_an_unknown_amount_stays_unknown(vela: Account, lena: User) -> None:
    row = claimed(vela, lena, currency="EUR")
    assert (row.amount, row.currency) == (None, "")


def test_others_people_and_targets_are_refused(vela: Account, orchard: Account, lena: User) -> None:
    with pytest.raises(InputRefused, match="none of"):
        claimed(vela, lena, target=target(orchard, lena))
    with pytest.raises(NotTheirContact):
        actions.confirm_value(
            entry=evidenced(vela, lena), contact=make_contact(orchard), on=TODAY, by=lena, at=NOON
        )


def test_viewers_and_strangers_change_nothing(vela: Account, lena: User, sol: User, nico: User) -> None:
    row = evidenced(vela, lena)
    for user in (sol, nico):
        with pytest.raises(PermissionDenied):
            actions.confirm_value(entry=row, contact=make_contact(vela), on=TODAY, by=user, at=NOON)


def test_a_withdrawn_entry_takes_nothing_more(vela: Account, lena: User) -> None:
    row = actions.withdraw_value(entry=evidenced(vela, lena), reason="Counted twice", by=lena, at=NOON)
    with pytest.raises(ValueWithdrawn):
        actions.evidence_value(entry=row, evidence="x", on=TODAY, by=lena, at=NOON)
    assert not ValueEntry.objects.standing().exists()


def given(account: Account, by: User, **fields: Any) -> GoodwillEntry:
    said = {
        "what": "A day of training",
        "reason": "New shift leaders",
        "given_on": TODAY - 15 * DAY,
        **fields,
    }
    return actions.give_goodwill(account=account, by=by, at=NOON, **said)


def test_what_was_given_stands_on_the_list_until_they_are_told(vela: Account, lena: User) -> None:
    row = given(vela, lena, list_value=Decimal(1200))
    assert row.currency == "EUR"
    assert list(GoodwillEntry.objects.not_told(on=TODAY)) == [row]
    assert not GoodwillEntry.objects.not_told(on=TODAY - DAY).exists()
    with pytest.raises(NotToldYet):
        actions.acknowledge_goodwill(entry=row, on=TODAY, by=lena, at=NOON)
    row = actions.tell_goodwill(entry=row, contact=make_contact(vela), on=TODAY, by=lena, at=NOON)
    assert not GoodwillEntry.objects.not_told(on=TODAY).exists()
    with pytest.raises(ToldAlready):
        actions.tell_goodwill(entry=row, contact=make_contact(vela), on=TODAY, by=lena, at=NOON)
    assert actions.acknowledge_goodwill(entry=row, on=TODAY, by=lena, at=NOON).acknowledged_on == TODAY


def test_what_was_never_given_is_taken_back(vela: Account, lena: User) -> None:
    row = actions.withdraw_goodwill(entry=given(vela, lena), by=lena, at=NOON)
    with pytest.raises(GoodwillTakenBack):
        actions.tell_goodwill(entry=row, contact=make_contact(vela), on=TODAY, by=lena, at=NOON)
    assert row.list_value is None
