"""Whom we ask for what: the gate, consent and cooldown, what came of it, and one truth with lost deals."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions import merge_accounts
from accounts.models import Account
from contacts.actions import learn
from contacts.actions.surveys import answer_survey, ask_contact
from contacts.actions.voice import write_feedback
from contacts.models import Contact, NextStep
from retention.growth.actions import (
    add_reference,
    answer_ask,
    ask_advocate,
    enter_lost_deal,
    give_consent,
    settle_reference,
    use_ask,
    withdraw_consent,
)
from retention.growth.actions.advocacy import NoConsent, NotAgreed, NotToBeAskedNow
from retention.growth.actions.consents import ConsentEnded
from retention.growth.ask_gate import Behind, PastAsk, ask_gate, offered_kind
from retention.growth.asking import gates_of
from retention.growth.models import AdvocacyAsk, AdvocacyConsent, AdvocacyKind
from retention.lib.accepts import InputRefused
from retention.lib.errors import DomainError, StaleVersion
from retention.lib.facts import left_to_a_rebuild
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import days_ago, make_contact


def behind(*asks: PastAsk, **said: Any) -> Behind:
    plain = {
        "taken_back": {},
        "word": "",
        "said_on": None,
        "band": "healthy",
        "complaints": 0,
        "is_quiet": False,
    }
    return Behind(asks=asks, **(plain | said))


@pytest.mark.parametrize(
    ("known", "why"),
    [
        (behind(), ""),
        (behind(PastAsk("reference", days_ago(TODAY, 179), "given")), "Asked on"),
        (behind(PastAsk("reference", days_ago(TODAY, 180), "given")), ""),
        (behind(PastAsk("reference", days_ago(TODAY, 364), "declined")), "They declined on"),
        (behind(PastAsk("reference", days_ago(TODAY, 365), "declined")), ""),
        (behind(PastAsk("review", days_ago(TODAY, 29), "given")), "Asked for something else on"),
        (behind(PastAsk("review", days_ago(TODAY, 30), "given")), ""),
        (behind(PastAsk("review", days_ago(TODAY, 200), "declined")), ""),
        (behind(taken_back={"reference": days_ago(TODAY, 300)}), "They took their consent back on"),
        (behind(taken_back={"review": days_ago(TODAY, 1)}), ""),
        (behind(word="never", said_on=TODAY), ""),
        (behind(band="watch"), "Only healthy"),
        (behind(complaints=1), "complaint"),
        (behind(is_quiet=True), "silence"),
    ],
)
def test_the_gate_names_the_first_thing_in_the_way_of_a_reference(known: Behind, why: str) -> None:
    gate = ask_gate(AdvocacyKind.REFERENCE, known, on=TODAY)
    assert (gate.may_ask, why in gate.why) == (not why, True)


def test_a_gate_that_a_day_opens_names_the_day() -> None:
    known = behind(PastAsk("speaking", date(2026, 8, 15), "agreed"))
    gate = ask_gate(AdvocacyKind.SPEAKING, known, on=TODAY)
    assert (gate.from_day, gate.why) == (date(2027, 2, 11), "Asked on 15 Aug 2026; again from 11 Feb 2027.")


def test_never_is_about_referrals_and_stands_before_everything_else() -> None:
    known = behind(PastAsk("referral", days_ago(TODAY, 3), "declined"), word="never", said_on=TODAY)
    gate = ask_gate(AdvocacyKind.REFERRAL, known, on=TODAY)
    assert (gate.why, gate.is_offered) == ("They said never.", False)


def test_after_a_high_score_the_first_kind_they_allow_and_the_gate_lets_through_is_offered() -> None:
    gates = {kind.value: ask_gate(kind, behind(), on=TODAY) for kind in AdvocacyKind}
    assert offered_kind(gates, {"case_study", "reference"}) == "reference"
    assert offered_kind(gates, set()) == ""
    shut = {kind.value: ask_gate(kind, behind(complaints=1), on=TODAY) for kind in AdvocacyKind}
    assert offered_kind(shut, {"reference"}) == ""


@pytest.fixture
def ana(vela: Account) -> Contact:
    """Somebody at Vela, which is healthy."""
    Account.objects.filter(pk=vela.pk).update(health_band="healthy")
    vela.refresh_from_db()
    return make_contact(vela, "Ana Ruiz")


def test_an_ask_goes_from_asked_to_agreed_to_given_and_keeps_who_asked_and_what_came_of_it(
    vela: Account, ana: Contact, lena: User
) -> None:
    asked = ask_advocate(contact=ana, kind="reference", prospect="Harbour Lines", by=lena, at=NOON)
    assert (asked.asked_by, asked.outcome, asked.band) == (lena, "waiting", "healthy")
    with pytest.raises(NotAgreed):
        use_ask(ask=asked, by=lena, at=NOON)
    agreed = answer_ask(ask=asked, outcome="agreed", said="Gladly", by=lena, at=NOON, expected_version=1)
    with pytest.raises(NoConsent, match="reference"):
        use_ask(ask=agreed, by=lena, at=NOON)
    give_consent(contact=ana, kind="reference", scope="Calls with prospects", by=lena, at=NOON)
    worth = {"worth": Decimal(40000), "currency": "EUR"}
    given = use_ask(ask=agreed, result="They signed", by=lena, at=NOON, expected_version=2, **worth)
    assert (given.outcome, given.used_on, given.worth, given.result) == (
        "given", TODAY, Decimal(40000), "They signed",
    )  # fmt: skip
    kinds = ["advocacy_asked", "advocacy_answered", "consent_given", "advocacy_given"]
    assert list(vela.timeline.order_by("id").values_list("kind", flat=True)) == kinds
    with pytest.raises(InputRefused):
        answer_ask(ask=given, outcome="declined", by=lena, at=NOON)


def test_a_shut_gate_stops_the_ask_with_its_reason_and_nothing_is_written(
    vela: Account, ana: Contact, lena: User
) -> None:
    write_feedback(account=vela, kind="complaint", text="Late again", by=lena, at=NOON)
    with pytest.raises(NotToBeAskedNow, match="complaint"):
        ask_advocate(contact=ana, kind="referral", by=lena, at=NOON)
    assert not AdvocacyAsk.objects.exists()


def test_a_refusal_is_remembered_for_a_year_in_every_seat_of_the_person(
    ana: Contact, lena: User, ada: User, orchard: Account
) -> None:
    asked = ask_advocate(contact=ana, kind="case_study", by=lena, at=NOON)
    answer_ask(ask=asked, outcome="declined", by=lena, at=NOON)
    Account.objects.filter(pk=orchard.pk).update(health_band="healthy")
    orchard.refresh_from_db()
    moved = Contact.objects.create(account=orchard, person=ana.person, since=TODAY)
    later = NOON + timedelta(days=200)
    gate = gates_of(moved, orchard, on=later.date())["case_study"]
    assert gate.from_day == TODAY + timedelta(days=365)
    with pytest.raises(NotToBeAskedNow, match="declined"):
        ask_advocate(contact=moved, kind="case_study", by=ada, at=later)
    assert ask_advocate(contact=moved, kind="review", by=ada, at=later).kind == "review"


def test_who_only_sees_the_account_neither_asks_nor_consents(ana: Contact, lena: User, sol: User) -> None:
    for act in (
        lambda: ask_advocate(contact=ana, kind="review", by=sol, at=NOON),
        lambda: give_consent(contact=ana, kind="review", scope="x", by=sol, at=NOON),
    ):
        with pytest.raises(PermissionDenied):
            act()
    asked = ask_advocate(contact=ana, kind="review", by=lena, at=NOON)
    with pytest.raises(PermissionDenied):
        answer_ask(ask=asked, outcome="agreed", by=sol, at=NOON)
    with pytest.raises(StaleVersion):
        answer_ask(ask=asked, outcome="agreed", by=lena, at=NOON, expected_version=9)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"outcome": "given"}, "outcome"), ({"outcome": "maybe"}, "outcome"),
        ({"outcome": "agreed", "on": days_ago(TODAY, -1)}, "on"),
        ({"outcome": "agreed", "on": days_ago(TODAY, 1)}, "on"),
        ({"outcome": "agreed", "said": "a\x00"}, "said"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_refused(
    ana: Contact, lena: User, said: dict[str, Any], field: str
) -> None:
    asked = ask_advocate(contact=ana, kind="review", by=lena, at=NOON)
    with pytest.raises(DomainError) as refused:
        answer_ask(ask=asked, by=lena, at=NOON, **said)
    assert getattr(refused.value, "field", "") == field
    asked.refresh_from_db()
    assert (asked.outcome, asked.version) == ("waiting", 1)


def test_a_consent_is_replaced_by_a_newer_one_runs_out_and_can_be_taken_back(
    ana: Contact, orchard: Account, lena: User
) -> None:
    first = give_consent(contact=ana, kind="case_study", scope="Logo", by=lena, at=NOON)
    until = TODAY + timedelta(days=10)
    second = give_consent(contact=ana, kind="case_study", scope="Name", expires_on=until, by=lena, at=NOON)
    first.refresh_from_db()
    assert (first.ended_on, first.was_withdrawn) == (TODAY, False)
    assert list(AdvocacyConsent.objects.valid(on=until)) == [second]
    assert not AdvocacyConsent.objects.valid(on=until + timedelta(days=1)).exists()
    withdraw_consent(consent=second, by=lena, at=NOON)
    assert "took their consent back" in gates_of(ana, ana.account, on=TODAY)["case_study"].why
    with pytest.raises(ConsentEnded):
        withdraw_consent(consent=second, by=lena, at=NOON)
    stranger = make_contact(orchard)
    for said, field in (
        ({"given_by": stranger}, "given_by"), ({"expires_on": days_ago(TODAY, 1)}, "expires_on"),
        ({"given_on": days_ago(TODAY, -1)}, "given_on"), ({"scope": " "}, "scope"),
        ({"kind": "gift"}, "kind"),
    ):  # fmt: skip
        with pytest.raises(DomainError) as refused:
            give_consent(contact=ana, by=lena, at=NOON, **({"kind": "review", "scope": "x"} | said))
        assert getattr(refused.value, "field", "") == field


def test_the_ask_for_a_prospect_is_the_reference_of_the_deal_that_was_lost(
    vela: Account, ana: Contact, lena: User
) -> None:
    asked = ask_advocate(contact=ana, kind="reference", prospect="harbour lines", by=lena, at=NOON)
    agreed = answer_ask(ask=asked, outcome="agreed", by=lena, at=NOON)
    deal = enter_lost_deal(by=lena, at=NOON, prospect="Harbour Lines", lost_on=TODAY)
    linked = add_reference(deal=deal, account=vela, asked_on=TODAY, outcome="waiting", by=lena, at=NOON)
    assert (linked.pk, linked.outcome, linked.contact) == (agreed.pk, "agreed", ana)
    assert AdvocacyAsk.objects.count() == 1
    given = settle_reference(reference=linked, outcome="given", by=lena, at=NOON)
    assert settle_reference(reference=given, outcome="waiting", by=lena, at=NOON).answered_on is None


def test_what_came_of_a_reference_is_not_made_undone_from_its_deal(
    vela: Account, ana: Contact, lena: User
) -> None:
    asked = ask_advocate(contact=ana, kind="reference", prospect="Bay", by=lena, at=NOON)
    give_consent(contact=ana, kind="reference", scope="Calls", by=lena, at=NOON)
    agreed = answer_ask(ask=asked, outcome="agreed", by=lena, at=NOON)
    use_ask(ask=agreed, by=lena, at=NOON)
    deal = enter_lost_deal(by=lena, at=NOON, prospect="Bay", lost_on=TODAY)
    linked = add_reference(deal=deal, account=vela, asked_on=TODAY, outcome="waiting", by=lena, at=NOON)
    with pytest.raises(InputRefused):
        settle_reference(reference=linked, outcome="declined", by=lena, at=NOON)


def answered(contact: Contact, score: int, lena: User) -> list[NextStep]:
    survey = ask_contact(contact=contact, kind="nps", by=lena, at=NOON)
    with left_to_a_rebuild("retention.health"):  # Vela stays healthy without a history of talks
        answer_survey(survey=survey, score=score, comment="", at=NOON)
    return list(NextStep.objects.filter(origin="advocacy"))


def test_ten_and_yes_to_referrals_proposes_an_ask(vela: Account, ana: Contact, lena: User) -> None:
    learn(account=vela, topic="referral", contact=ana, value="yes", by=lena, at=NOON)
    [step] = answered(ana, 10, lena)
    assert (step.owner, step.contact, step.due_on) == (lena, ana, TODAY + timedelta(days=7))
    assert step.text == "Ask Ana Ruiz for a referral: they answered 10"


@pytest.mark.parametrize("why", ["never", "nothing said", "asked", "complaint", "ran out", "low"])
def test_ten_proposes_nothing_where_gate_consent_or_cooldown_do_not_let_it(
    vela: Account, ana: Contact, lena: User, why: str
) -> None:
    if why == "never":
        learn(account=vela, topic="referral", contact=ana, value="never", by=lena, at=NOON)
    elif why != "nothing said":
        days = {
            "given_on": days_ago(TODAY, 9),
            "expires_on": days_ago(TODAY, 1) if why == "ran out" else None,
        }
        give_consent(contact=ana, kind="reference", scope="Calls", by=lena, at=NOON, **days)
    if why == "asked":
        ask_advocate(contact=ana, kind="reference", by=lena, at=NOON)
    if why == "complaint":
        write_feedback(account=vela, kind="complaint", text="Late", by=lena, at=NOON)
    assert answered(ana, 5 if why == "low" else 10, lena) == []


def test_a_merger_carries_asks_and_consents_and_keeps_one_consent_of_a_kind(
    vela: Account, ana: Contact, lena: User
) -> None:
    group = Account.objects.create(name="Vela Group", owner=lena, team=vela.team, health_band="healthy")
    kept = Contact.objects.create(account=group, person=ana.person, since=TODAY)
    asked = ask_advocate(contact=ana, kind="review", by=lena, at=NOON)
    for seat in (ana, kept):
        give_consent(contact=seat, kind="review", scope=seat.account.name, by=lena, at=NOON)
    give_consent(contact=ana, kind="speaking", scope="Our day", by=lena, at=NOON)
    merge_accounts(merged=vela, survivor=group, on=days_ago(TODAY, 1), by=lena, at=NOON)
    asked.refresh_from_db()
    assert (asked.account, asked.contact) == (group, kept)
    standing = AdvocacyConsent.objects.standing().order_by("kind")
    assert [(row.account, row.contact, row.kind, row.scope) for row in standing] == [
        (group, kept, "review", "Vela Group"), (group, kept, "speaking", "Our day"),
    ]  # fmt: skip
