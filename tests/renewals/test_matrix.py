"""The table of who must agree: published whole, numbered, and never contradicting itself."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from retention.lib.accepts import InputRefused, NotEditable
from retention.lib.errors import DomainError, StaleVersion
from retention.renewals.actions.matrix import MATRIX_CHECKS, publish_matrix
from retention.renewals.matrix import MatrixRefused, as_fields, as_rules
from retention.renewals.models import ApprovalMatrix
from retention.renewals.price_facts import matrix_now
from retention.renewals.pricing import STARTER, Matrix, Terms, needs
from retention.team.models import PeopleEvent, User
from tests.cast import NOON

D = Decimal


def levels(rules: dict, **terms: object) -> list[str]:
    return [need.level for need in needs(Terms(atr=D(100), **terms), Matrix(1, rules))]  # type: ignore[arg-type]


def test_what_is_stored_reads_as_it_was_written() -> None:
    fields = as_fields(STARTER)
    assert set(fields) == set(MATRIX_CHECKS)
    again = as_rules(fields)
    assert as_fields(again) == fields
    judged = ({"discount_pct": D(7)}, {"proposed_arr": D(70)}, {"term_months": 48}, {"uplift_pct": D(12)})
    for terms in judged:
        assert levels(again, **terms) == levels(STARTER, **terms) != []


def test_who_agrees_is_as_the_table_says() -> None:
    said = {"who_contraction": ["director"], "who_payment": ["executive"], "discount_free": D("7.5")}
    rules = as_rules(as_fields(STARTER) | said)
    assert levels(rules, proposed_arr=D(70)) == ["director"]
    assert levels(rules, payment_days=90) == ["executive"]
    assert levels(rules, discount_pct=D("7.5")) == [] and levels(rules, discount_pct=D("7.51")) == ["lead"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"discount_free": D(10)}, "discount_second"),
        ({"discount_third": D(9)}, "discount_third"),
        ({"who_above": []}, "who_above"),
        ({"who_uncapped": ["nobody"]}, "who_uncapped"),
        ({"term_under_months": 37}, "term_under_months"),
        ({"discount_free": None}, "discount_free"),
        ({"discount_free": D(101)}, "discount_free"),
        ({"sla_business_days": 0}, "sla_business_days"),
        ({"policy_A": D(-1)}, "policy_A"),
    ],
)
@pytest.mark.django_db
def test_a_table_that_contradicts_itself_is_refused_by_name(ada: User, changes: dict, field: str) -> None:
    with pytest.raises((MatrixRefused, InputRefused)) as refusal:
        publish_matrix(changes=changes, by=ada, at=NOON)
    assert isinstance(refusal.value, DomainError) and refusal.value.field == field
    assert not ApprovalMatrix.objects.exists()


@pytest.mark.django_db
def test_tables_are_numbered_kept_and_not_overwritten_by_a_stale_form(ada: User, lena: User) -> None:
    first = publish_matrix(changes={"discount_free": D(3)}, by=ada, at=NOON, expected_version=0)
    assert (first.version, matrix_now().rules["discount"][0]) == (1, ["3", []])
    with pytest.raises(StaleVersion) as stale:
        publish_matrix(changes={"discount_free": D(4)}, by=ada, at=NOON, expected_version=0)
    assert stale.value.current == 1
    publish_matrix(changes={"who_second": ["finance"]}, by=ada, at=NOON, expected_version=1)
    assert matrix_now().rules["discount"][:2] == [["3", []], ["10", ["finance"]]]
    assert ApprovalMatrix.objects.count() == 2
    assert PeopleEvent.objects.filter(kind="approver").count() == 2
    with pytest.raises(PermissionDenied):
        publish_matrix(changes={"discount_free": D(4)}, by=lena, at=NOON)
    with pytest.raises(NotEditable):
        publish_matrix(changes={"version": 9}, by=ada, at=NOON)
