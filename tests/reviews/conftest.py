"""A customer with an agreed target, confirmed value, a complaint and a promise; and a review of it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import Account
from contacts.choices import BuyingRole
from contacts.models import Contact
from contacts.models.voice import FeedbackItem
from plans.models import Measurement, RoiTarget, ValueEntry
from retention.reviews.actions.planning import plan_review
from retention.reviews.models import BusinessReview
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact


@pytest.fixture
def buyer(vela: Account) -> Contact:
    """Who decides at Vela."""
    return make_contact(vela, "Ines Duarte", buying_role=BuyingRole.ECONOMIC_BUYER, role_is_guessed=False)


@pytest.fixture
def user_of_theirs(vela: Account) -> Contact:
    """Who works with us at Vela."""
    return make_contact(vela, "Jonas Weller", buying_role=BuyingRole.USER_LEAD)


@pytest.fixture
def told(vela: Account, buyer: Contact, lena: User) -> Account:
    """Vela with something in the sections."""
    target = RoiTarget.objects.create(
        account=vela, metric="Late deliveries", unit="a week", direction="lower", baseline=Decimal(40),
        baseline_on=TODAY - timedelta(days=100), target=Decimal(10), due_on=TODAY + timedelta(days=100),
        state="agreed", agreed_with=buyer, agreed_on=TODAY - timedelta(days=99), by=lena,
    )  # fmt: skip
    for days, value in ((60, 35), (10, 20)):
        Measurement.objects.create(
            target=target, measured_on=TODAY - timedelta(days=days), value=value, evidence="Their list",
            by=lena,
        )  # fmt: skip
    proof = {"evidence": "Their sheet", "evidenced_on": TODAY, "answered_by": buyer, "answered_on": TODAY}
    for days, amount in ((20, 4000), (200, 1500)):
        ValueEntry.objects.create(
            account=vela, what=f"Fewer returns {days}", happened_on=TODAY - timedelta(days=days),
            amount=amount, currency="EUR", method="Count × price", state="confirmed", by=lena, **proof,
        )  # fmt: skip
    FeedbackItem.objects.create(
        account=vela, contact=buyer, kind="complaint", text="Invoices come late", owner=lena,
        received_on=TODAY - timedelta(days=9), due_on=TODAY,
    )  # fmt: skip
    return vela


@pytest.fixture
def review(told: Account, lena: User) -> BusinessReview:
    """Planned for today, in front of nobody yet."""
    return plan_review(
        account=told, planned_on=TODAY, purpose="Agree next year", decisions_wanted="Who leads the pilot",
        by=lena, at=NOON,
    )  # fmt: skip
