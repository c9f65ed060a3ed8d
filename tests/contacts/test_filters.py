"""Filters: the same question means the same rows for a page and for the API."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from accounts.filters import AccountFilter, ContractFilter
from accounts.models import Account, ExternalId
from contacts.filters import ContactFilter, PromiseFilter, StepFilter, TouchpointFilter
from contacts.models import Contact, NextStep, Promise, Touchpoint
from retention.lib.clock import database_now
from retention.team.models import Team, User
from tests.cast import NOON, TODAY
from tests.factories import make_contact, make_contract

Ask = Callable[..., Any]


@pytest.fixture
def ask() -> Ask:
    """Ask a filter as somebody, with a query string."""

    def run(kind: Any, query: str, by: User) -> Any:
        request: Any = RequestFactory().get("/")
        request.user = by
        rows = kind._meta.model.objects.visible_to(by).order_by("id")
        return kind(QueryDict(query), rows, request=request)

    return run


def names(found: Any) -> list[str]:
    """The names of the accounts found."""
    assert found.is_valid(), found.errors
    return [account.name for account in found.qs]


@pytest.fixture
def three(vela: Account, orchard: Account, north: Team, nadia: User) -> None:
    """Vela (Lena), Orchard (Nico) and Österby (nobody)."""
    now = database_now()
    Account.objects.filter(pk=vela.pk).update(
        health_band="healthy", next_term_end=TODAY, next_decision_on=TODAY, last_two_way_at=now
    )
    Account.objects.filter(pk=orchard.pk).update(
        health_band="at_risk", last_two_way_at=now - timedelta(days=40)
    )
    Account.objects.create(name="Österby Mill", team=north, stage="onboarding", sector="Mills")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Vela Hotels", "Orchard & Vine", "Österby Mill"]),
        ("q=osterby", ["Österby Mill"]),
        ("q=HOTEL", ["Vela Hotels"]),
        ("q=100%25", []),
        ("q=crm-7", ["Orchard & Vine"]),
        ("owner=none", ["Österby Mill"]),
        ("owner=me", []),
        ("tier=A&tier=B", ["Vela Hotels", "Orchard & Vine"]),
        ("health=at_risk", ["Orchard & Vine"]),
        ("stage=onboarding", ["Österby Mill"]),
        ("sector=mills", ["Österby Mill"]),
        ("renews_before=24/11/2026", ["Vela Hotels"]),
        ("renews_before=2026-11-23", []),
        ("decides_before=2026-11-24", ["Vela Hotels"]),
        ("quiet_days=30", ["Orchard & Vine", "Österby Mill"]),
        ("quiet_days=50", ["Österby Mill"]),
    ],
)
def test_an_account_filter_finds_what_it_says(
    three: None, orchard: Account, ada: User, ask: Ask, query: str, found: list[str]
) -> None:
    ExternalId.objects.create(record_type="account", record_id=orchard.pk, source="crm", value="crm-7")
    assert names(ask(AccountFilter, query, ada)) == found


def test_owner_and_team_by_id(three: None, nico: User, lena: User, north: Team, ada: User, ask: Ask) -> None:
    assert names(ask(AccountFilter, f"owner={nico.pk}", ada)) == ["Orchard & Vine"]
    assert names(ask(AccountFilter, "owner=me", lena)) == ["Vela Hotels"]
    assert names(ask(AccountFilter, f"team={north.pk}", ada)) == ["Vela Hotels", "Österby Mill"]


def test_people_and_teams_to_choose_from_are_those_of_visible_accounts(
    three: None, lena: User, nico: User, south: Team, ask: Ask
) -> None:
    shown = str(ask(AccountFilter, "", lena).form["owner"])
    assert "Lena Voss" in shown
    assert "Nico Brand" not in shown
    assert not ask(AccountFilter, f"owner={nico.pk}", lena).is_valid()
    assert not ask(AccountFilter, f"team={south.pk}", lena).is_valid()


@pytest.mark.parametrize(
    "query",
    [
        "tier=E",
        "health=green",
        "renews_before=soon",
        "quiet_days=0",
        "quiet_days=9999999999",
        "quiet_days=x",
        "owner=boss",
        "owner=99999999999999999999999",
        "q=%00",
        f"q={'x' * 101}",
        "sector=%00",
    ],
)
def test_a_filter_that_means_nothing_is_an_error_on_its_field(
    three: None, ada: User, ask: Ask, query: str
) -> None:
    found = ask(AccountFilter, query, ada)
    assert not found.is_valid()
    assert list(found.errors) == [query.split("=")[0]]
    list(found.qs)


def test_contracts_by_account_state_and_end(vela: Account, orchard: Account, ada: User, ask: Ask) -> None:
    make_contract(vela, reference="A-1", state="active")
    make_contract(orchard, reference="B-1", end=None)
    assert ask(ContractFilter, f"account={vela.pk}", ada).qs.get().reference == "A-1"
    assert ask(ContractFilter, "state=draft", ada).qs.get().reference == "B-1"
    assert ask(ContractFilter, "ends_before=2027-02-01", ada).qs.get().reference == "A-1"
    assert ask(ContractFilter, "q=b-", ada).qs.get().reference == "B-1"
    assert not ask(ContractFilter, "account=99999999999999999999", ada).is_valid()


def test_contacts_by_name_mail_role_and_silence(vela: Account, orchard: Account, ada: User, ask: Ask) -> None:
    rossi = make_contact(vela, "Nadia Rossi", email="n@vela.example", is_key=True, buying_role="champion")
    gone = make_contact(orchard, "Ben Öz", status="departed", departed_on=TODAY)
    Contact.objects.filter(pk=rossi.pk).update(last_two_way_at=database_now() - timedelta(days=9))
    for query in ("q=rossi", "q=N%40vela.example", "is_key=true", "buying_role=champion", "quiet_days=8"):
        assert list(ask(ContactFilter, query, ada).qs) == [rossi]
    assert list(ask(ContactFilter, "q=oz", ada).qs) == [gone]
    assert list(ask(ContactFilter, "quiet_days=10", ada).qs) == []
    assert list(ask(ContactFilter, "owner=me", ada).qs) == []


def test_touchpoints_by_person_day_and_what_still_stands(vela: Account, lena: User, ask: Ask) -> None:
    rossi = make_contact(vela)
    Touchpoint.objects.bulk_create(
        Touchpoint(account=vela, channel=channel, happened_at=NOON, is_qualifying=True, logged_by=lena,
                   is_current=stands)
        for channel, stands in (("call", True), ("email", True), ("visit", False))
    )  # fmt: skip
    call = Touchpoint.objects.get(channel="call")
    call.contact_links.create(contact=rossi)
    found = {
        query: sorted(row.channel for row in ask(TouchpointFilter, query, lena).qs)
        for query in ("", f"contact={rossi.pk}", "since=2026-11-23", "until=2026-11-22", "is_current=false",
                      "logged_by=me", "channel=email&channel=visit")
    }  # fmt: skip
    assert list(found.values()) == [
        ["call", "email"], ["call"], ["call", "email"], [], ["visit"], ["call", "email"], ["email"],
    ]  # fmt: skip


def test_steps_and_promises_by_person_state_and_day(vela: Account, lena: User, ask: Ask) -> None:
    step = NextStep.objects.create(account=vela, owner=lena, text="Call", due_on=TODAY)
    promise = Promise.objects.create(
        account=vela, side="ours", user=lena, text="Prices", promised_on=TODAY, due_on=TODAY
    )
    assert list(ask(StepFilter, "owner=me&state=open&due_before=2026-11-24", lena).qs) == [step]
    assert list(ask(StepFilter, "due_before=2026-11-23", lena).qs) == []
    assert list(ask(PromiseFilter, "user=me&side=ours", lena).qs) == [promise]
    assert list(ask(PromiseFilter, "side=theirs", lena).qs) == []
