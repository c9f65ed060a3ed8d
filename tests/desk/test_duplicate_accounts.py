"""Accounts that may be entered twice: listed with reasons, compared, merged, and taken apart again."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import add_account, edit_account
from accounts.models import Account, AccountMerger, PeriodClose
from contacts.models import AlikeAccounts
from retention.team.models import Team, User
from tests.cast import NOON
from tests.factories import make_contact, make_contract

from .book import signed_in


@pytest.fixture
def pair(vela: Account, lena: User) -> AlikeAccounts:
    """Vela, entered twice."""
    add_account(name="Vela Hotels GmbH", city="Berlin", website="vela.test", by=lena, at=NOON)
    changes = {"city": "Bonn", "website": "www.vela.test"}
    edit_account(account=vela, changes=changes, by=lena, at=NOON, expected_version=None)
    return AlikeAccounts.objects.get()


def test_the_list_says_which_and_why_and_only_to_who_sees_both(
    pair: AlikeAccounts, hers: Client, his: Client
) -> None:
    page = " ".join(hers.get("/duplicates/accounts/").content.decode().split())
    assert "Similar name, same web address" in page and "86%" in page
    assert page.count("Compare") == 1
    assert "Vela" not in his.get("/duplicates/accounts/").content.decode()
    assert his.get(f"/duplicates/accounts/{pair.pk}/").status_code == 404
    assert 'href="/duplicates/accounts/"' in hers.get("/duplicates/").content.decode()


def test_two_accounts_are_compared_merged_and_taken_apart(
    pair: AlikeAccounts, vela: Account, lena: User, hers: Client
) -> None:
    other = pair.second
    contract, contact = make_contract(other), make_contact(other)
    address = f"/duplicates/accounts/{pair.pk}/"
    page = hers.get(address).content.decode()
    assert "Side by side" in page and "Berlin" in page and "Everything that hangs on the other" in page
    said = {
        "kept": "first",
        "on": "2026-11-22",
        "name": "second",
        "city": "first",
        "website": "first",
        "tier": "first",
    }
    assert hers.post(address, said | {"kept": "third"}).status_code == 422
    assert hers.post(address, said | {"on": "2099-01-01"}).status_code == 422
    done = hers.post(address, said)
    assert done.status_code == 302, done.content.decode()[-3000:]
    assert (done.status_code, done["Location"]) == (302, "/duplicates/accounts/")
    vela.refresh_from_db()
    assert (vela.name, vela.city) == ("Vela Hotels GmbH", "Bonn")
    for row in (contract, contact):
        row.refresh_from_db()
        assert row.account_id == vela.pk
    page = hers.get("/duplicates/accounts/").content.decode()
    assert "Merged in the last 30 days" in page and "No account looks entered twice" in page
    merger = AccountMerger.objects.get()
    assert hers.get(f"/account-mergers/{merger.pk}/undo/").status_code == 200
    assert hers.post(f"/account-mergers/{merger.pk}/undo/").status_code == 302
    contract.refresh_from_db()
    vela.refresh_from_db()
    assert (contract.account_id, vela.name) == (other.pk, "Vela Hotels")
    assert hers.post(f"/account-mergers/{merger.pk}/undo/").status_code == 422


def test_two_customers_are_kept_apart(pair: AlikeAccounts, hers: Client, sol: User) -> None:
    assert signed_in(sol).post(f"/duplicates/accounts/{pair.pk}/apart/").status_code == 403
    assert hers.post(f"/duplicates/accounts/{pair.pk}/apart/").status_code == 302
    assert "No account looks entered twice" in hers.get("/duplicates/accounts/").content.decode()


def test_who_only_sees_them_merges_nothing(pair: AlikeAccounts, sol: User) -> None:
    theirs, address = signed_in(sol), f"/duplicates/accounts/{pair.pk}/"
    assert "Only somebody who may change both" in theirs.get(address).content.decode()
    assert theirs.post(address, {"kept": "first", "on": "2026-11-22"}).status_code == 403
    assert not AccountMerger.objects.exists()


def test_closed_months_ask_for_the_reason(pair: AlikeAccounts, hers: Client, ada: User) -> None:
    make_contract(pair.second)
    said = {
        "kept": "first",
        "on": "2026-09-10",
        "name": "first",
        "city": "first",
        "website": "first",
        "tier": "first",
    }
    assert hers.post(f"/duplicates/accounts/{pair.pk}/", said).status_code == 302
    PeriodClose.objects.create(through="2026-10-31", closed_by=ada)
    address = f"/account-mergers/{AccountMerger.objects.get().pk}/undo/"
    assert "Reason of a correction" in hers.get(address).content.decode()
    refused = hers.post(address)
    if refused.status_code == 422:
        assert "the books are closed" in refused.content.decode()
        assert hers.post(address, {"correction": "Two after all"}).status_code == 302


def test_the_list_costs_as_much_for_many_pairs_as_for_few(
    pair: AlikeAccounts, lena: User, north: Team, hers: Client
) -> None:
    with CaptureQueriesContext(connection) as few:
        hers.get("/duplicates/accounts/")
    made = Account.objects.bulk_create(
        Account(name=f"Bo {number}", owner=lena, team=north) for number in range(60)
    )
    ids = sorted(each.pk for each in made)
    AlikeAccounts.objects.bulk_create(
        AlikeAccounts(first_id=ids[number], second_id=ids[number + 30], score=70, reasons=["name"])
        for number in range(30)
    )
    with CaptureQueriesContext(connection) as many:
        assert hers.get("/duplicates/accounts/").content.count(b"Compare") > 30
    assert len(many) <= len(few) + 1 <= 25
    with CaptureQueriesContext(connection) as one:
        hers.get(f"/duplicates/accounts/{pair.pk}/")
    assert len(one) <= 25
