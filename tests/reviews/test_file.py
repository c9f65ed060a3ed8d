"""What a review hands to a customer, and what it must never hand to them."""

import io
import json
import os
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from accounts.models import Account
from contacts.models import Contact, RoleOnMap
from plans.models import AccountPlan, GrowthFrame, GrowthLine, PlanNote, PlanRisk, PlanText, RoiTarget
from plans.models.value import GoodwillEntry, ValueEntry
from retention.reviews.actions.holding import Decided, hold_review
from retention.reviews.actions.planning import edit_review, invite, plan_review
from retention.reviews.actions.preparing import prepare_review, write_to_section
from retention.reviews.file import customer_file, internal_file, missing_deciders
from retention.reviews.models import BusinessReview
from retention.reviews.pdf import customer_pdf, internal_pdf
from retention.reviews.working import NotReady
from retention.team.models import User
from tests.cast import NOON, TODAY

INSIDE = "canary-inside"


def text_of(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def keep(pdf: bytes, name: str) -> None:
    """For looking at it: KEEP_FILES=/some/folder."""
    if folder := os.environ.get("KEEP_FILES"):
        Path(folder, name).write_bytes(pdf)


@pytest.fixture
def full(told: Account, review: BusinessReview, buyer: Contact, lena: User) -> BusinessReview:
    """A canary in every text that stays with us, and what is shown beside it."""
    plan = AccountPlan.objects.create(
        account=told, title="Plan", tier_at_start="A", owner=lena, period_start=TODAY - timedelta(days=90),
        period_end=TODAY + timedelta(days=270), horizon_end=TODAY + timedelta(days=600),
    )  # fmt: skip
    PlanText.objects.create(plan=plan, field="priority_1", text="On time", source="Ines", is_shared=True)
    PlanText.objects.create(plan=plan, field="priority_2", text=f"{INSIDE} not shared")
    PlanNote.objects.create(plan=plan, field="price", text=f"{INSIDE} note")
    PlanRisk.objects.create(
        plan=plan, description=f"{INSIDE} risk", cause=f"{INSIDE} cause", likelihood=4, impact=900,
        mitigation=f"{INSIDE} against", owner=lena, look_on=TODAY,
    )  # fmt: skip
    GrowthFrame.objects.create(plan=plan, currency="EUR", base=1000, top_down=5000)
    GrowthLine.objects.create(plan=plan, what=f"{INSIDE} growth", amount=700, probability=30)
    joint = plan.objectives.create(
        goal="value", text="Half the late deliveries", whose="joint", is_shared=True, owner=lena,
        reason=f"{INSIDE} reason", due_on=TODAY + timedelta(days=80),
    )  # fmt: skip
    joint.actions.create(text="Send the figures", their_owner=buyer, is_shared=True)
    joint.actions.create(text=f"{INSIDE} action", owner=lena)
    plan.objectives.create(goal="grow", text=f"{INSIDE} ours", owner=lena)
    RoiTarget.objects.create(
        account=told, metric=f"{INSIDE} wish", unit="%", baseline=1, baseline_on=TODAY, target=2,
        due_on=TODAY + timedelta(days=9), source="internal", by=lena,
    )  # fmt: skip
    ValueEntry.objects.create(account=told, what=f"{INSIDE} claim", happened_on=TODAY, by=lena)
    given = {"given_on": TODAY, "reason": f"{INSIDE} reason", "by": lena, "account": told}
    GoodwillEntry.objects.create(what=f"{INSIDE} untold", **given)
    GoodwillEntry.objects.create(
        what="A day of training",
        told_on=TODAY,
        told_to=buyer,
        list_value=Decimal(900),
        currency="EUR",
        **given,
    )
    edit_review(review=review, changes={"shows_extra": True}, by=lena, at=NOON)
    invite(review=review, contacts=[buyer], users=[lena], by=lena, at=NOON)
    write_to_section(
        review=review, key="value", commentary="#import “x” *stays* text\nTwo lines", by=lena, at=NOON
    )
    return prepare_review(review=review, by=lena, at=NOON)


def test_nothing_internal_is_in_what_the_customer_gets(full: BusinessReview) -> None:
    said = json.dumps(customer_file(full))
    read = text_of(customer_pdf(full))
    keep(customer_pdf(full), "customer.pdf")
    for text in (said, read):
        assert INSIDE not in text
        for word in ("Health", "appendix", "Renewal", "Our call", "Internal", "Likelihood"):
            assert word not in text, word
    for shown in (
        "Late deliveries",
        "On time",
        "Half the late deliveries",
        "Send the figures",
        "A day of training",
    ):
        assert shown in read


def test_a_pack_is_written_as_the_customer_writes(full: BusinessReview, lena: User) -> None:
    def said() -> str:
        prepare_review(review=full, by=lena, at=NOON)
        full.refresh_from_db()
        return json.dumps(customer_file(full), ensure_ascii=False).replace("\N{NO-BREAK SPACE}", " ")

    british = said()
    Account.objects.filter(pk=full.account_id).update(country="US")
    full.account.refresh_from_db()
    american = said()
    day = full.period_start
    assert f"{day:%-d %b %Y} to" in british and f"{day:%b} {day.day}, {day.year} to" in american
    Account.objects.filter(pk=full.account_id).update(country="DE")
    full.account.refresh_from_db()
    amounts = re.findall(r"€([\d,]+)", british)
    assert amounts and all(f"{amount.replace(',', '.')} €" in said() for amount in amounts[:1])


def test_the_appendix_is_in_our_file_alone(full: BusinessReview) -> None:
    read = text_of(internal_pdf(full))
    keep(internal_pdf(full), "internal.pdf")
    for shown in (
        f"{INSIDE} risk",
        f"{INSIDE} growth",
        "Internal appendix",
        "Health and its reasons",
        "Renewal",
    ):
        assert shown in read
    assert "appendix" in internal_file(full)


def test_the_file_is_tagged_and_named_and_text_stays_text(full: BusinessReview) -> None:
    pdf = PdfReader(io.BytesIO(customer_pdf(full)))
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Business review: Vela Hotels and Your company"
    assert "/StructTreeRoot" in pdf.trailer["/Root"]
    assert "pdfuaid" in pdf.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "#import “x” *stays* text" in text_of(customer_pdf(full))


def test_sections_keep_their_order_and_one_can_be_left_out(full: BusinessReview, lena: User) -> None:
    write_to_section(review=full, key="targets", is_left_out=True, by=lena, at=NOON)
    sections = customer_file(full)["sections"]
    assert [row["number"] for row in sections] == list(range(1, 9))
    assert [row["key"] for row in sections[:3]] == ["purpose", "priorities", "value"]


def test_work_beyond_the_agreement_is_shown_only_when_that_was_chosen(
    full: BusinessReview, lena: User
) -> None:
    edit_review(review=full, changes={"shows_extra": False}, by=lena, at=NOON)
    prepare_review(review=full, by=lena, at=NOON)
    full.refresh_from_db()
    assert "A day of training" not in json.dumps(customer_file(full))


def test_the_held_file_says_who_came_what_was_decided_and_when_both_meet_next(
    full: BusinessReview, buyer: Contact, lena: User
) -> None:
    due = TODAY + timedelta(days=7)
    held = hold_review(
        review=full, held_on=TODAY, next_on=TODAY + timedelta(days=90), contacts=[buyer], users=[lena],
        decisions=[Decided("Name a lead", "theirs", contact=buyer, due_on=due)], by=lena, at=NOON,
    )  # fmt: skip
    sections = {row["key"]: row["blocks"] for row in customer_file(held)["sections"]}
    assert ["Ines Duarte", "Yes"] in sections["purpose"][1]["rows"]
    assert sections["commitments"][0]["rows"] == [["Name a lead", "Ines Duarte", "30 Nov 2026"]]
    assert sections["commitments"][-1]["rows"] == ["21 February 2027"]


def test_who_decides_and_has_no_seat_is_named(
    review: BusinessReview, buyer: Contact, user_of_theirs: Contact, lena: User
) -> None:
    assert missing_deciders(review) == ["Ines Duarte, economic buyer"]
    RoleOnMap.objects.create(
        account=review.account, contact=user_of_theirs, role="champion", starts_on=TODAY, by=lena
    )
    assert len(missing_deciders(review)) == 2
    invite(review=review, contacts=[buyer, user_of_theirs], users=[], by=lena, at=NOON)
    assert missing_deciders(review) == []


def test_without_a_pack_or_among_ourselves_there_is_no_file_for_them(
    review: BusinessReview, lena: User
) -> None:
    with pytest.raises(NotReady, match="Make the pack"):
        customer_pdf(review)
    inside = plan_review(account=review.account, planned_on=TODAY, kind="internal", by=lena, at=NOON)
    made = prepare_review(review=inside, by=lena, at=NOON)
    with pytest.raises(NotReady, match="no file for the customer"):
        customer_pdf(made)
    assert internal_pdf(made).startswith(b"%PDF")
