"""Price and terms of a renewal, who agrees to them, and when a rise must be announced."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Account, Contract
from retention.lib.accepts import InputRefused, NotEditable
from retention.lib.errors import StaleVersion
from retention.reminders.models import Reminder
from retention.renewals.actions.approving import ApprovalRefused, decide_approval, request_approval
from retention.renewals.actions.terms import TermsRefused, add_index_value, set_terms
from retention.renewals.approval_kind import APPROVAL, escalate_late
from retention.renewals.models import (
    ApprovalMatrix,
    ApprovalRequest,
    ApprovalStep,
    ApproverSeat,
    IndexValue,
    Renewal,
    RenewalTerms,
)
from retention.renewals.price_facts import price_facts
from retention.renewals.price_notice import PRICE_NOTICE
from retention.renewals.pricing import STARTER, IndexMissing
from retention.team.models import Absence, Team, User
from retention.team.roles import Role
from tests.cast import NOON, TODAY, join, person

from .conftest import Signed

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def contract(vela: Account, signed: Signed) -> Contract:
    """A year until 30 June 2027, ninety days' notice."""
    return signed(vela, notice_value=90)


@pytest.fixture
def renewal(contract: Contract) -> Renewal:
    return Renewal.objects.get()


def terms(renewal: Renewal, by: User, version: int | None = None, **changes) -> RenewalTerms:
    return set_terms(renewal=renewal, changes=changes, by=by, at=NOON, expected_version=version)


def ask(renewal: Renewal, by: User, at: datetime = NOON) -> ApprovalRequest:
    return request_approval(renewal=renewal, note="They insist", by=by, at=at)


def decide(step: ApprovalStep, by: User, agrees: bool = True, note: str = "Fine") -> ApprovalStep:
    return decide_approval(step=step, agrees=agrees, note=note, by=by, at=NOON)


def planned(kind: str, subject_id: int) -> list[tuple[int, date]]:
    rows = Reminder.objects.filter(kind=kind, subject_id=subject_id, state="planned").order_by("fire_on")
    return list(rows.values_list("rung", "fire_on"))


def test_the_first_terms_carry_the_policy_of_the_tier(renewal: Renewal, lena: User) -> None:
    made = terms(renewal, lena, list_price=D(13000), payment_days=30)
    facts = price_facts(renewal)
    assert (made.policy_uplift_pct, facts.max_uplift_pct, facts.contract_cap_pct) == (5, 5, None)
    assert facts.is_set and facts.is_approved
    again = terms(renewal, lena, made.version, list_price=None, policy_uplift_pct=D("4.5"))
    assert (again.list_price, again.payment_days, again.policy_uplift_pct) == (None, 30, D("4.5"))
    with pytest.raises(StaleVersion):
        terms(renewal, lena, made.version, payment_days=14)


def test_a_contract_that_follows_an_index_asks_for_its_value(renewal: Renewal, lena: User, ada: User) -> None:
    terms(renewal, lena, cap_kind="index_min_max", index_name="CPI Germany", index_min=D(3), index_max=D(8))
    facts = price_facts(renewal)
    assert "CPI Germany" in facts.question and facts.max_uplift_pct is None and not facts.is_set
    for act in (lambda: terms(renewal, lena, proposed_uplift_pct=D(4)), lambda: ask(renewal, lena)):
        with pytest.raises(IndexMissing):
            act()
    assert RenewalTerms.objects.get().proposed_uplift_pct is None
    with pytest.raises(PermissionDenied):
        add_index_value(name="CPI Germany", on=TODAY, pct=4, source="", by=lena, at=NOON)
    add_index_value(name="CPI Germany", on=date(2027, 8, 1), pct=9, source="", by=ada, at=NOON)
    assert price_facts(renewal).question
    for value, highest in ((11, 5), (4, 4)):
        add_index_value(name="CPI Germany", on=TODAY, pct=value, source="office", by=ada, at=NOON)
        assert price_facts(renewal).max_uplift_pct == highest
    assert IndexValue.objects.count() == 2
    with pytest.raises(TermsRefused, match="at most 4") as refusal:
        terms(renewal, lena, proposed_uplift_pct=D("4.5"))
    assert refusal.value.field == "proposed_uplift_pct"
    assert terms(renewal, lena, proposed_uplift_pct=D(4)).proposed_uplift_pct == 4


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"discount_pct": D(101)}, "discount_pct"),
        ({"discount_pct": D(-1)}, "discount_pct"),
        ({"term_months": 0}, "term_months"),
        ({"payment_days": "soon"}, "payment_days"),
        ({"cap_kind": "fixed_pct"}, "cap_pct"),
        ({"cap_kind": "index_plus"}, "index_name"),
        ({"index_min": D(8), "index_max": D(3)}, "index_min"),
        ({"cap_kind": "a lot"}, "cap_kind"),
        ({"special_terms": ["x"]}, "special_terms"),
        ({"list_price": "NaN"}, "list_price"),
        ({"price_notice_sent_on": "tomorrow"}, "price_notice_sent_on"),
    ],
)
def test_terms_that_cannot_be_leave_nothing_behind(
    renewal: Renewal, lena: User, wrong: dict, field: str
) -> None:
    with pytest.raises((InputRefused, TermsRefused)) as refusal:
        terms(renewal, lena, **wrong)
    assert refusal.value.field == field
    assert not RenewalTerms.objects.exists()
    with pytest.raises(NotEditable):
        terms(renewal, lena, price_notice_on=TODAY)


def test_only_who_may_change_the_account_sets_terms(renewal: Renewal, nico: User, sol: User) -> None:
    for stranger in (nico, sol):
        with pytest.raises(PermissionDenied):
            terms(renewal, stranger, payment_days=1)


def test_what_is_within_the_owners_hands_needs_nobody(renewal: Renewal, lena: User) -> None:
    with pytest.raises(ApprovalRefused, match="Set the price"):
        ask(renewal, lena)
    terms(renewal, lena, discount_pct=D(5))
    with pytest.raises(ApprovalRefused, match="yourself"):
        ask(renewal, lena)


def test_a_lead_agrees_and_a_change_takes_it_back(
    renewal: Renewal, lena: User, nadia: User, nico: User, sol: User
) -> None:
    terms(renewal, lena, discount_pct=D(8))
    request = ask(renewal, lena)
    step = request.steps.get()
    assert (step.level, step.due_on, step.reasons) == ("lead", date(2026, 11, 25), "Discount of 8%")
    row = Reminder.objects.get(kind="approval")
    assert APPROVAL.people_of(row) == [nadia] and APPROVAL.is_open(step.pk)
    assert "Lena Voss asks you to agree: Discount of 8%" in APPROVAL.render(row, nadia).text
    with pytest.raises(ApprovalRefused, match="already"):
        ask(renewal, lena)
    for other in (lena, sol, nico):
        with pytest.raises(PermissionDenied):
            decide(step, other)
    decide(step, nadia)
    request.refresh_from_db()
    assert request.state == "approved" and price_facts(renewal).is_approved
    assert planned("approval", step.pk) == []
    with pytest.raises(ApprovalRefused):
        decide(step, nadia)
    terms(renewal, lena, give_get="A case study")
    assert price_facts(renewal).is_approved
    terms(renewal, lena, discount_pct=D(9))
    request.refresh_from_db()
    assert (request.state, request.void_reason) == ("void", "Lena Voss changed the terms")
    assert request.terms["discount_pct"] == "8.00" and not price_facts(renewal).is_approved
    assert ask(renewal, lena).pk != request.pk


def test_one_refusal_with_a_reason_ends_it(renewal: Renewal, lena: User, nadia: User, ada: User) -> None:
    ApproverSeat.objects.create(level="finance", user=ada)
    terms(renewal, lena, discount_pct=D(8), payment_days=90)
    request = ask(renewal, lena)
    lead = request.steps.get(level="lead")
    with pytest.raises(ApprovalRefused, match="why"):
        decide(lead, nadia, agrees=False, note="")
    decide(lead, nadia, agrees=False, note="Too much")
    request.refresh_from_db()
    assert request.state == "refused"
    assert list(request.steps.order_by("level").values_list("level", "state")) == [
        ("finance", "void"), ("lead", "refused"),
    ]  # fmt: skip
    with pytest.raises(ApprovalRefused):
        decide(request.steps.get(level="finance"), ada)


def test_all_levels_agree_before_it_is_approved(
    renewal: Renewal, lena: User, nadia: User, ada: User, sol: User
) -> None:
    ApproverSeat.objects.create(level="finance", user=sol)
    terms(renewal, lena, discount_pct=D(8), payment_days=90)
    request = ask(renewal, lena)
    decide(request.steps.get(level="lead"), nadia)
    request.refresh_from_db()
    assert request.state == "asked"
    decide(request.steps.get(level="finance"), sol)
    request.refresh_from_db()
    assert request.state == "approved"


def test_a_lead_who_asks_is_answered_by_the_level_above(
    renewal: Renewal, nadia: User, ada: User, north: Team
) -> None:
    terms(renewal, nadia, discount_pct=D(8))
    step = ask(renewal, nadia).steps.get()
    with pytest.raises(PermissionDenied):
        decide(step, nadia)
    europe = Team.objects.create(name="Europe")
    Team.objects.filter(pk=north.pk).update(parent=europe)
    erik = join(person("erik@keel.test", "Erik Holm", Role.TEAM_LEAD), europe, is_lead=True)
    with pytest.raises(PermissionDenied):
        decide(step, ada)
    assert decide(step, erik).decided_by == erik
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalStep.objects.update(decided_by=nadia)


def test_who_stands_in_for_the_lead_decides(renewal: Renewal, lena: User, nadia: User, north: Team) -> None:
    dee = join(person("dee@keel.test", "Dee Farrow", Role.ACCOUNT_MANAGER), north)
    terms(renewal, lena, discount_pct=D(8))
    step = ask(renewal, lena).steps.get()
    with pytest.raises(PermissionDenied):
        decide(step, dee)
    Absence.objects.create(user=nadia, delegate=dee, starts_on=TODAY, ends_on=TODAY)
    assert decide(step, dee).decided_by == dee


def test_two_working_days_later_it_goes_one_level_up_once(
    renewal: Renewal, lena: User, nadia: User, north: Team
) -> None:
    europe = Team.objects.create(name="Europe")
    Team.objects.filter(pk=north.pk).update(parent=europe)
    erik = join(person("erik@keel.test", "Erik Holm", Role.TEAM_LEAD), europe, is_lead=True)
    terms(renewal, lena, discount_pct=D(8))
    step = ask(renewal, lena).steps.get()
    assert escalate_late(NOON + timedelta(days=2)) == 0
    late = NOON + timedelta(days=3)
    assert escalate_late(late) == 1
    assert escalate_late(late) == 0
    step.refresh_from_db()
    assert (step.level, step.escalated_to, step.escalated_at) == ("lead", "director", late)
    row = Reminder.objects.get(kind="approval", anchor_kind="escalated")
    assert APPROVAL.people_of(row) == [nadia, erik]
    decide(step, erik)
    assert ApprovalRequest.objects.get().state == "approved"


def test_a_published_matrix_is_used_and_requests_keep_theirs(renewal: Renewal, lena: User, ada: User) -> None:
    rules = {**STARTER, "discount": [[20, []], [None, ["lead"]]]}
    terms(renewal, lena, discount_pct=D(15))
    assert [need.level for need in price_facts(renewal).needs] == ["director"]
    ApprovalMatrix.objects.create(version=1, rules=rules, by=ada, at=NOON)
    assert price_facts(renewal).needs == ()
    terms(renewal, lena, discount_pct=D(25))
    assert ask(renewal, lena).matrix_version == 1


def test_a_rise_is_announced_by_an_anchor_of_its_own(
    renewal: Renewal, lena: User, contract: Contract
) -> None:
    made = terms(renewal, lena, price_notice_days=120)
    assert made.price_notice_on == date(2027, 3, 2)
    assert renewal.act_by is not None and made.price_notice_on < renewal.act_by
    assert planned("price_notice", renewal.pk) == [
        (-30, date(2027, 1, 31)), (-14, date(2027, 2, 16)), (-7, date(2027, 2, 23)), (0, date(2027, 3, 2)),
    ]  # fmt: skip
    row = Reminder.objects.filter(kind="price_notice").order_by("-rung")[0]
    assert PRICE_NOTICE.render(row, lena).text.startswith("Last day to announce a rise of the price.")
    near = terms(renewal, lena, price_notice_days=210)
    assert near.price_notice_on == date(2026, 12, 2)
    assert planned("price_notice", renewal.pk) == [
        (-14, TODAY), (-7, date(2026, 11, 25)), (0, date(2026, 12, 2)),
    ]  # fmt: skip
    terms(renewal, lena, price_notice_sent_on=TODAY)
    assert planned("price_notice", renewal.pk) == [] and not PRICE_NOTICE.is_open(renewal.pk)


def test_a_price_notice_moves_with_the_terms_end(renewal: Renewal, lena: User, contract: Contract) -> None:
    from accounts.announced import ContractChanged
    from retention.lib.facts import announce

    terms(renewal, lena, price_notice_days=120)
    Contract.objects.filter(pk=contract.pk).update(term_end=date(2027, 12, 31))
    contract.lines.update(end_on=date(2027, 12, 31))
    with transaction.atomic():
        announce(
            ContractChanged(contract_id=contract.pk, account_id=contract.account_id, by_id=lena.pk, at=NOON)
        )
    assert RenewalTerms.objects.get().price_notice_on == date(2027, 9, 2)
    assert planned("price_notice", renewal.pk)[-1] == (0, date(2027, 9, 2))
