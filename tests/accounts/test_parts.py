"""Units, account team, ids of other systems, products and exchange rates."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions import (
    activate_contract,
    add_product,
    add_rate,
    add_team_member,
    add_unit,
    attach_external_id,
    change_team_member,
    detach_external_id,
    edit_product,
    edit_unit,
    external_ids_of,
    find_by_external_id,
    remove_team_member,
    remove_unit,
)
from accounts.actions.external_ids import ExternalIdTaken
from accounts.actions.products import CodeTaken
from accounts.actions.team import CannotJoin, OnTheTeamAlready
from accounts.actions.units import UnitRefused
from accounts.fx import currencies_without_rate, rate_on
from accounts.models import Account, AccountTeamMember, ExternalId, FxRate, OrgUnit, Product
from retention.lib.errors import DomainError
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact, make_contract


def test_a_unit_is_inside_another_once_and_never_inside_itself(vela: Account, lena: User) -> None:
    sales = add_unit(account=vela, by=lena, at=NOON, name="Sales", kind="division")
    north = add_unit(account=vela, by=lena, at=NOON, name="North", parent=sales)
    lowest = add_unit(account=vela, by=lena, at=NOON, name="Hamburg", parent=north)
    with pytest.raises(UnitRefused) as refused:
        edit_unit(unit=sales, changes={"parent": lowest}, by=lena, at=NOON)
    assert refused.value.field == "parent"
    with pytest.raises(UnitRefused):
        add_unit(account=vela, by=lena, at=NOON, name="North", parent=sales)
    assert edit_unit(unit=north, changes={"name": "Nord"}, by=lena, at=NOON).name == "Nord"
    sales.refresh_from_db()
    assert sales.parent is None


def test_a_unit_that_holds_something_stays(vela: Account, lena: User) -> None:
    sales = add_unit(account=vela, by=lena, at=NOON, name="Sales")
    below = add_unit(account=vela, by=lena, at=NOON, name="North", parent=sales)
    with pytest.raises(UnitRefused):
        remove_unit(unit=sales, by=lena, at=NOON)
    remove_unit(unit=below, by=lena, at=NOON)
    remove_unit(unit=sales, by=lena, at=NOON)
    assert not OrgUnit.objects.exists()


def test_a_unit_of_another_account_is_no_place(vela: Account, orchard: Account, lena: User) -> None:
    foreign = OrgUnit.objects.create(account=orchard, name="Secret")
    with pytest.raises(UnitRefused) as refused:
        add_unit(account=vela, by=lena, at=NOON, name="Sales", parent=foreign)
    assert "Secret" not in refused.value.message
    with pytest.raises(PermissionDenied):
        edit_unit(unit=foreign, changes={"name": "x"}, by=lena, at=NOON)


def test_the_account_team_sees_the_account_and_edits_it_only_where_it_says_so(
    vela: Account, lena: User, nico: User
) -> None:
    member = add_team_member(account=vela, user=nico, function="delivery", by=lena, at=NOON)
    assert Account.objects.visible_to(nico).filter(pk=vela.pk).exists()
    assert not Account.objects.editable_by(nico).filter(pk=vela.pk).exists()
    change_team_member(member=member, may_edit=True, by=lena, at=NOON)
    assert Account.objects.editable_by(nico).filter(pk=vela.pk).exists()
    remove_team_member(member=member, by=nico, at=NOON)
    assert not Account.objects.visible_to(nico).filter(pk=vela.pk).exists()


def test_nobody_joins_the_account_team_twice_as_the_same_and_the_machine_never(
    vela: Account, lena: User, nico: User, machine: User
) -> None:
    add_team_member(account=vela, user=nico, function="delivery", by=lena, at=NOON)
    with pytest.raises(OnTheTeamAlready):
        add_team_member(account=vela, user=nico, function="delivery", by=lena, at=NOON)
    with pytest.raises(CannotJoin):
        add_team_member(account=vela, user=machine, function="legal", by=lena, at=NOON)
    with pytest.raises(PermissionDenied):
        add_team_member(account=vela, user=nico, function="legal", by=nico, at=NOON)
    assert AccountTeamMember.objects.count() == 1


def test_another_systems_id_finds_its_record_and_is_given_once(
    vela: Account, orchard: Account, lena: User, ada: User
) -> None:
    for _ in range(2):
        attach_external_id(record_type="account", record=vela, source="crm", value="A-1", by=lena, at=NOON)
    assert ExternalId.objects.count() == 1
    assert find_by_external_id("account", "crm", "A-1") == vela.pk
    assert find_by_external_id("account", "erp", "A-1") is None
    with pytest.raises(ExternalIdTaken):
        attach_external_id(record_type="account", record=orchard, source="crm", value="A-1", by=ada, at=NOON)
    assert external_ids_of("account", [vela.pk, orchard.pk]) == {vela.pk: {"crm": "A-1"}}
    detach_external_id(record_type="account", record=vela, source="crm", value="A-1", by=lena, at=NOON)
    assert not ExternalId.objects.exists()


def test_ids_are_given_by_those_who_may_change_the_record(
    vela: Account, lena: User, nico: User, sol: User
) -> None:
    contact = make_contact(vela)
    for outsider in (nico, sol):
        with pytest.raises(PermissionDenied):
            attach_external_id(
                record_type="contact", record=contact, source="crm", value="1", by=outsider, at=NOON
            )
    attach_external_id(record_type="contact", record=contact, source="crm", value="1", by=lena, at=NOON)
    with pytest.raises(PermissionDenied):
        attach_external_id(record_type="user", record=lena, source="crm", value="1", by=lena, at=NOON)
    assert ExternalId.objects.get().record_id == contact.pk


@pytest.mark.parametrize(
    ("source", "value", "field"),
    [("", "1", "source"), ("crm", " ", "value"), ("crm", "x" * 201, "value"), ("c\x00m", "1", "source")],
)
def test_an_id_that_cannot_be_kept_is_refused_by_field(
    vela: Account, lena: User, source: str, value: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        attach_external_id(record_type="account", record=vela, source=source, value=value, by=lena, at=NOON)
    assert refused.value.field == field
    assert not ExternalId.objects.exists()


def test_the_catalogue_is_kept_by_admins_with_one_product_per_code(ada: User, lena: User) -> None:
    product = add_product(code="WIFI", name="Guest Wi-Fi", by=ada, at=NOON)
    with pytest.raises(CodeTaken):
        add_product(code="WIFI", name="Other", by=ada, at=NOON)
    with pytest.raises(PermissionDenied):
        add_product(code="TV", name="TV", by=lena, at=NOON)
    changes = {"is_retired": True, "code": "WIFI"}
    assert edit_product(product=product, changes=changes, by=ada, at=NOON, expected_version=1).is_retired
    assert Product.objects.count() == 1


def test_the_rate_of_a_day_is_the_latest_on_or_before_it_and_old_after_five_days(db: None) -> None:
    for days, rate in ((30, "0.8"), (3, "0.9")):
        FxRate.objects.create(currency="USD", on=TODAY - timedelta(days=days), rate=Decimal(rate))
    rates = [rate_on("USD", TODAY - timedelta(days=days)) for days in (0, 4, 25, 40)]
    assert [(rate.value, rate.is_old) for rate in rates if rate] == [
        (Decimal("0.9"), False),
        (Decimal("0.8"), True),
        (Decimal("0.8"), False),
        (Decimal("0.8"), True),
    ]
    assert rate_on("GBP", TODAY) is None
    assert currencies_without_rate(["EUR", "USD", "GBP"]) == {"GBP"}


def test_a_new_rate_moves_the_arr_in_the_workspaces_currency_and_makes_no_movement(
    vela: Account, lena: User, ada: User
) -> None:
    add_rate(currency="usd", on=TODAY - timedelta(days=9), rate=Decimal("0.9"), by=ada, at=NOON)
    activate_contract(contract=make_contract(vela, currency="USD"), by=lena, at=NOON)
    for _ in range(2):
        add_rate(currency="USD", on=TODAY, rate=Decimal("0.95"), by=ada, at=NOON)
    vela.refresh_from_db()
    assert (vela.arr_base, vela.movements.count(), FxRate.objects.count()) == (11400, 1, 2)


@pytest.mark.parametrize(
    ("currency", "rate", "field"),
    [("EUR", "1", "currency"), ("XYZ", "1", "currency"), ("USD", "0", "rate"), ("USD", "-1", "rate")],
)
def test_a_rate_that_cannot_be_is_refused_by_field(ada: User, currency: str, rate: str, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        add_rate(currency=currency, on=TODAY, rate=Decimal(rate), by=ada, at=NOON)
    assert refused.value.field == field
    assert not FxRate.objects.exists()


def test_only_an_admin_enters_rates(nadia: User) -> None:
    with pytest.raises(PermissionDenied):
        add_rate(currency="USD", on=TODAY, rate=Decimal(1), by=nadia, at=NOON)
