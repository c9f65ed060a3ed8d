"""What a held review froze: the customer’s file stays the same bytes; who was missing is spoken with."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings

from accounts.models import Account
from contacts.models import Contact, NextStep, Person, Promise
from retention.reviews.actions.holding import Decided, hold_review
from retention.reviews.actions.planning import plan_review
from retention.reviews.actions.preparing import prepare_review, write_to_section
from retention.reviews.file import agenda, customer_file, internal_file
from retention.reviews.models import BusinessReview
from retention.reviews.pdf import customer_pdf, internal_pdf
from retention.team.models import User
from tests.cast import NOON, TODAY

NEXT: dict[str, Any] = {"held_on": TODAY, "next_on": TODAY + timedelta(days=90)}


@pytest.fixture
def held(review: BusinessReview, user_of_theirs: Contact, lena: User) -> BusinessReview:
    """Without the buyer, with a promise of theirs."""
    decided = Decided("Name a lead", "theirs", contact=user_of_theirs, due_on=TODAY + timedelta(days=7))
    return hold_review(
        review=review, contacts=[user_of_theirs], users=[lena], decisions=[decided], by=lena, at=NOON, **NEXT
    )


def test_a_held_file_is_the_same_bytes_whatever_changes_afterwards(
    held: BusinessReview, user_of_theirs: Contact, lena: User
) -> None:
    before = customer_pdf(held), internal_pdf(held)
    Account.objects.filter(pk=held.account_id).update(name="Renamed Hotels")
    Person.objects.filter(pk=user_of_theirs.person_id).update(name="Somebody Else")
    Promise.objects.update(text="Another text", due_on=TODAY + timedelta(days=50))
    User.objects.filter(pk=lena.pk).update(name="Lena Married")
    with override_settings(KEEL_COMPANY="Another company"):
        later = BusinessReview.objects.select_related("account", "owner").get(pk=held.pk)
        assert (customer_pdf(later), internal_pdf(later)) == before
    assert "Jonas Weller" in json.dumps(customer_file(later))


def test_the_database_keeps_what_a_held_review_showed(held: BusinessReview) -> None:
    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        BusinessReview.objects.filter(pk=held.pk).update(shown=None)


def test_who_decides_and_was_missing_is_a_step_within_five_working_days(
    held: BusinessReview, buyer: Contact, lena: User
) -> None:
    step = NextStep.objects.get(origin="review", origin_key=f"{held.pk}:missed:{buyer.pk}")
    assert step.text == "Speak with Ines Duarte, who was not at the business review of 23 Nov 2026"
    assert (step.contact, step.owner, step.due_on) == (buyer, lena, date(2026, 11, 30))


def test_nobody_of_theirs_is_missed_at_an_internal_review(told: Account, buyer: Contact, lena: User) -> None:
    inside = plan_review(account=told, planned_on=TODAY, kind="internal", by=lena, at=NOON)
    hold_review(review=inside, contacts=[], users=[lena], by=lena, at=NOON, **NEXT)
    assert not NextStep.objects.filter(origin_key__contains="missed").exists()


def test_the_file_has_no_section_with_nothing_in_it(review: BusinessReview, lena: User) -> None:
    row = prepare_review(review=review, by=lena, at=NOON)
    sections: list[dict[str, Any]] = customer_file(row)["sections"]
    assert "operations" not in [each["key"] for each in sections]
    assert all(each["blocks"] or each["commentary"] for each in sections)
    asked = next(each for each in sections if each["key"] == "priorities")
    assert asked["blocks"][0]["title"] == "We ask you first"
    row = write_to_section(review=row, key="operations", commentary="A good quarter", by=lena, at=NOON)
    assert "operations" in [each["key"] for each in customer_file(row)["sections"]]
    assert len(internal_file(row)["appendix"]) == 5


def test_the_agenda_is_in_the_file_before_the_review_and_not_after(
    review: BusinessReview, buyer: Contact, lena: User
) -> None:
    row = prepare_review(review=review, by=lena, at=NOON)
    row = write_to_section(review=row, key="targets", minutes=30, by=lena, at=NOON)
    assert agenda(row).looks_back
    ahead = json.dumps(customer_file(row))
    assert '["Agreed targets", "30 minutes"]' in ahead
    assert "look ahead" not in ahead  # what we say of it among ourselves
    held = hold_review(review=row, contacts=[buyer], users=[lena], by=lena, at=NOON, **NEXT)
    assert "We talk about" not in json.dumps(customer_file(held))
