"""Which accounts may be one customer, and why (docs/methods.md, Duplicates)."""

import pytest

from accounts.actions import add_account, edit_account, merge_accounts, unmerge_accounts
from accounts.models import Account
from contacts.actions import add_contact
from contacts.alike_account_rows import refresh_alike_accounts
from contacts.alike_accounts import Company, core_name, likeness
from contacts.models import AlikeAccounts, AlikeState
from retention.team.models import User
from tests.cast import NOON, TODAY


def company(name: str, host: str = "", digits: str = "", at: str = "", country: str = "") -> Company:
    return Company(name, host, digits, frozenset(at.split()), country)


@pytest.mark.parametrize(
    "first, second, score, reasons",
    [
        (company("vela hotels gmbh"), company("vela hotels ag"), 65, ("name",)),
        (company("vela hotels"), company("hotels vela"), 65, ("name",)),
        (company("vela hotels", country="DE"), company("vela hotels", country="FR"), 0, ()),
        (company("vela", "vela.test"), company("nordwind", "vela.test"), 60, ("domain",)),
        (company("vela hotels", "vela.test"), company("vela hotel", "vela.test"), 80, ("name", "domain")),
        (company("vela", at="vela.test"), company("nord", at="vela.test"), 0, ()),
        (company("vela", "", "301234567", "vela.test"), company("nord", "", "301234567", "vela.test"), 75,
         ("email", "phone")),
        (company("vela", "", "12"), company("nord", "", "12"), 0, ()),
    ],
)  # fmt: skip
def test_each_reason_leaves_a_share_of_the_doubt(
    first: Company, second: Company, score: int, reasons: tuple[str, ...]
) -> None:
    found = likeness(first, second)
    assert (found.score, found.reasons) == (score, reasons)
    assert likeness(second, first) == found


def test_the_legal_form_and_signs_are_no_part_of_a_name() -> None:
    assert core_name("vela hotels gmbh & co. kg") == core_name("vela hotels, s.a.") == "vela hotels"
    assert core_name("ag") == "ag"


def pairs() -> list[tuple[str, str, int, list[str]]]:
    rows = AlikeAccounts.objects.open().select_related("first", "second").order_by("-score", "id")
    return [(row.first.name, row.second.name, row.score, row.reasons) for row in rows]


@pytest.mark.django_db
def test_a_new_account_is_compared_with_all_by_name_and_addresses(vela: Account, lena: User) -> None:
    Account.objects.filter(pk=vela.pk).update(website="https://www.vela.test/en", phone="+49 30 1234567")
    twin = add_account(name="VELA Hotels GmbH", website="vela.test", by=lena, at=NOON)
    assert pairs() == [("Vela Hotels", "VELA Hotels GmbH", 86, ["name", "domain"])]
    edit_account(account=twin, changes={"phone": "030 1234567"}, by=lena, at=NOON, expected_version=None)
    assert pairs()[0][2:] == (93, ["name", "domain", "phone"])
    edit_account(account=twin, changes={"parent": vela}, by=lena, at=NOON, expected_version=None)
    assert pairs() == []


@pytest.mark.django_db
def test_people_at_one_domain_count_but_not_at_a_free_one(vela: Account, lena: User) -> None:
    other = add_account(name="Nordwind", phone="030 7654321", by=lena, at=NOON)
    Account.objects.filter(pk=vela.pk).update(phone="030 7654321")
    for account, email in ((vela, "a@vela.test"), (other, "b@vela.test")):
        add_contact(account=account, name=email, email=email, by=lena, at=NOON)
        add_contact(account=account, name=f"free {email}", email=f"{email[0]}@gmail.com", by=lena, at=NOON)
    refresh_alike_accounts()
    assert pairs() == [("Vela Hotels", "Nordwind", 75, ["email", "phone"])]


@pytest.mark.django_db
def test_looking_at_all_finds_the_same_and_what_was_decided_stays(vela: Account, lena: User) -> None:
    for name in ("Vela Hotels GmbH", "The Vela Hotel", "Nordwind", "Nordwind AG"):
        add_account(name=name, by=lena, at=NOON)
    few = pairs()
    assert len(few) >= 2
    row = AlikeAccounts.objects.open().first()
    assert row is not None
    AlikeAccounts.objects.filter(pk=row.pk).update(state=AlikeState.APART)
    refresh_alike_accounts()
    assert AlikeAccounts.objects.get(pk=row.pk).state == "apart"
    AlikeAccounts.objects.update(state=AlikeState.OPEN)
    assert {pair[:2] for pair in pairs()} >= {pair[:2] for pair in few}


@pytest.mark.django_db
def test_who_became_part_of_another_is_in_no_pair_until_it_is_taken_back(vela: Account, lena: User) -> None:
    twin = add_account(name="Vela Hotels GmbH", by=lena, at=NOON)
    assert len(pairs()) == 1
    merger = merge_accounts(merged=twin, survivor=vela, on=TODAY, by=lena, at=NOON)
    refresh_alike_accounts()
    assert pairs() == []
    unmerge_accounts(merger=merger, by=lena, at=NOON)
    assert len(pairs()) == 1
