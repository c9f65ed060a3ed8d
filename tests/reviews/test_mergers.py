"""Reviews go with an account that becomes part of another."""

from datetime import timedelta

from accounts.actions.mergers import merge_accounts
from accounts.models import Account
from contacts.models import Contact
from retention.reviews.actions.holding import hold_review
from retention.reviews.models import BusinessReview
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contract


def test_reviews_go_over_and_a_held_one_stays_as_it_was(
    review: BusinessReview, buyer: Contact, lena: User
) -> None:
    days = {"held_on": TODAY, "next_on": TODAY + timedelta(days=30)}
    hold_review(review=review, contacts=[buyer], users=[lena], by=lena, at=NOON, **days)
    group = Account.objects.create(
        name="Vela Group", owner=lena, team=review.account.team, tier="B", currency="EUR"
    )
    make_contract(group)
    merge_accounts(merged=review.account, survivor=group, on=TODAY, by=lena, at=NOON)
    rows = BusinessReview.objects.filter(account=group).order_by("id")
    assert [row.state for row in rows] == ["held", "planned"]
    assert rows[0].pack
    assert {seat.contact for seat in rows[0].seats.filter(contact__isnull=False)} == {buyer}
