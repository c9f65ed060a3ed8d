"""Gates of the stages: what is missing is said, and only a lead goes past it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Account, TimelineEvent
from contacts.actions import withdraw_touchpoint
from plans.actions import claim_value, confirm_value
from plans.models import ValueEntry
from retention.lib.accepts import InputRefused, NotEditable
from retention.lib.errors import StaleVersion
from retention.lib.texts import TextRefused
from retention.renewals.actions import move_stage, record_facts
from retention.renewals.gate_facts import conversations, missing_for
from retention.renewals.gates import GateFacts, missing_between
from retention.renewals.models import Assessment, Renewal, RenewalTerms, StageChange, StageEvidence
from retention.renewals.stages import GateClosed, MoveRefused
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact
from tests.security.makers_plans import agreed_target

from .conftest import Signed
from .known import assess, facts_of, know_everything, price, talk

EMPTY = GateFacts(on=TODAY)


@pytest.fixture
def renewal(vela: Account, signed: Signed) -> Renewal:
    """Open until 30 June 2027, ninety days' notice: to be decided by 1 April; tier A."""
    signed(vela, notice_value=90)
    return Renewal.objects.get()


def move(renewal: Renewal, stage: str, by: User, reason: str = "", **more) -> Renewal:
    return move_stage(
        renewal=renewal, stage=stage, reason=reason, by=by, at=NOON, expected_version=None, **more
    )


def codes(facts: GateFacts, before: str, after: str) -> list[str]:
    return [one.code for one in missing_between(facts, before, after)]


def test_each_gate_asks_for_its_own_things() -> None:
    assert codes(EMPTY, "scheduled", "preparing") == []
    assert codes(EMPTY, "preparing", "engaged") == [
        "health", "contacts", "price", "assessment", "conversation",
    ]  # fmt: skip
    assert codes(EMPTY, "engaged", "proposed") == [
        "scope", "term", "process", "decision_date", "proposal_sent", "proposal_amount", "proposal_term",
        "proposal_uplift", "proposal_validity",
    ]  # fmt: skip
    assert codes(EMPTY, "proposed", "negotiating") == ["response", "negotiation"]
    assert codes(EMPTY, "negotiating", "verbal") == ["response", "verbal_by", "verbal_on"]
    assert codes(EMPTY, "verbal", "contract_out") == ["paper_out", "paper_to"]
    assert codes(EMPTY, "contract_out", "renewed") == ["signed"]
    for outcome in ("lost", "void", "auto_renewed", "extended_short", "notice_received", "auto_renewing"):
        assert codes(EMPTY, "engaged", outcome) == []


def test_a_leap_asks_at_every_gate_on_its_way_except_that_nobody_must_negotiate() -> None:
    asked = codes(EMPTY, "scheduled", "verbal")
    assert asked[:5] == ["health", "contacts", "price", "assessment", "conversation"]
    assert asked[-3:] == ["response", "verbal_by", "verbal_on"]
    assert "negotiation" not in asked
    assert len(asked) == len(set(asked))


def test_value_is_asked_for_in_the_upper_tiers_only() -> None:
    facts = GateFacts(on=TODAY, needs_value_summary=True)
    assert "value" in codes(facts, "preparing", "engaged")
    assert "value" not in codes(EMPTY, "preparing", "engaged")


@pytest.mark.parametrize(("tier_asks", "confirmed", "is_asked"), [
    (True, None, False), (True, True, False), (True, False, True), (False, False, False),
])  # fmt: skip
def test_once_value_is_recorded_somebody_of_theirs_must_have_confirmed_some(
    tier_asks: bool, confirmed: bool | None, is_asked: bool
) -> None:
    facts = GateFacts(on=TODAY, needs_value_summary=tier_asks, is_value_confirmed=confirmed)
    assert ("confirmed_value" in codes(facts, "preparing", "engaged")) is is_asked


@pytest.mark.django_db
def test_the_gate_reads_the_value_log_of_the_last_year(renewal: Renewal, lena: User) -> None:
    def asked() -> bool:
        missing = missing_for(renewal, "engaged", on=TODAY)
        return "confirmed_value" in [one.code for one in missing]

    assert not asked(), "nothing is recorded, so words will do"
    agreed_target(renewal.account, lena)
    assert asked()
    entry = claim_value(
        account=renewal.account, what="Shorter queues", happened_on=TODAY - timedelta(days=366),
        evidence="Counts", by=lena, at=NOON,
    )  # fmt: skip
    who = make_contact(renewal.account)
    confirm_value(entry=entry, contact=who, on=TODAY, by=lena, at=NOON)
    assert asked(), "it is of the year before"
    ValueEntry.objects.update(happened_on=TODAY - timedelta(days=300))
    assert not asked()


@pytest.mark.parametrize(("days", "is_current"), [(0, True), (90, True), (91, False)])
def test_a_contacts_map_is_current_for_ninety_days(days: int, is_current: bool) -> None:
    facts = GateFacts(on=TODAY, contacts_checked_on=TODAY - timedelta(days=days))
    assert ("contacts" not in codes(facts, "preparing", "engaged")) is is_current


@pytest.mark.django_db
def test_what_is_missing_is_said_in_words_and_nothing_moves(renewal: Renewal, lena: User) -> None:
    with pytest.raises(GateClosed, match="decision maker or economic buyer") as refusal:
        move(renewal, "engaged", lena)
    assert refusal.value.field == "stage"
    assert [one.code for one in refusal.value.missing] == [
        "health", "contacts", "value", "price", "assessment", "conversation",
    ]  # fmt: skip
    assert not StageChange.objects.exists()
    assert Renewal.objects.get().stage == "scheduled"


@pytest.mark.django_db
def test_facts_entered_with_the_move_open_its_gate(renewal: Renewal, lena: User) -> None:
    assess(renewal, lena)
    price(renewal)
    given = facts_of(renewal, lena)
    first = {name: given[name] for name in ("health_reviewed_on", "contacts_checked_on", "value_summary",
                                            "conversation")}  # fmt: skip
    row = move(renewal, "engaged", lena, facts=first)
    assert row.stage == "engaged"
    with pytest.raises(GateClosed) as refusal:
        move(row, "proposed", lena, facts={"scope": "All"})
    assert "scope" not in {one.code for one in refusal.value.missing}
    assert StageEvidence.objects.get().scope == "", "a refused move keeps nothing"
    record_facts(renewal=row, changes=given, by=lena, at=NOON)
    assert [missing_for(row, stage, on=TODAY) for stage in ("proposed", "verbal", "contract_out")] == [[]] * 3
    assert move(row, "contract_out", lena).stage == "contract_out"
    assert TimelineEvent.objects.filter(kind="renewal_facts").count() == 1


@pytest.mark.django_db
def test_a_lead_goes_past_a_gate_with_a_reason_and_it_is_kept_what_was_missing(
    renewal: Renewal, lena: User, nadia: User
) -> None:
    with pytest.raises(PermissionDenied):
        move(renewal, "engaged", lena, reason="Now", overrides=True)
    with pytest.raises(MoveRefused, match="needs a reason"):
        move(renewal, "engaged", nadia, overrides=True)
    row = move(renewal, "engaged", nadia, reason="Met at the fair", overrides=True)
    change = StageChange.objects.get()
    assert row.stage == "engaged"
    assert change.overrode == ["health", "contacts", "value", "price", "assessment", "conversation"]
    assert "without the health review" in TimelineEvent.objects.get(kind="renewal_moved").text


@pytest.mark.django_db
def test_an_override_without_need_is_no_override(renewal: Renewal, lena: User) -> None:
    know_everything(renewal, lena)
    move(renewal, "engaged", lena, overrides=True)
    assert StageChange.objects.get().overrode == []


@pytest.mark.django_db
def test_going_back_asks_for_nothing_but_forward_again_does(renewal: Renewal, lena: User) -> None:
    evidence = know_everything(renewal, lena)
    row = move(renewal, "contract_out", lena)
    row = move(row, "preparing", lena, reason="New board")
    StageEvidence.objects.filter(pk=evidence.pk).update(contacts_checked_on=TODAY - timedelta(days=100))
    with pytest.raises(GateClosed, match="contacts map"):
        move(row, "engaged", lena)


@pytest.mark.django_db
def test_out_of_a_notice_the_gates_count_from_where_it_came(renewal: Renewal, lena: User) -> None:
    know_everything(renewal, lena)
    row = move(renewal, "engaged", lena)
    row = move(row, "notice_received", lena)
    StageEvidence.objects.all().delete()
    assert missing_for(row, "engaged", on=TODAY) == []
    with pytest.raises(GateClosed, match="proposal"):
        move(row, "proposed", lena, reason="They reconsider")
    assert move(row, "engaged", lena, reason="They reconsider").stage == "engaged"


@pytest.mark.django_db
def test_a_talk_counts_only_with_who_decides_and_only_while_it_stands(renewal: Renewal, lena: User) -> None:
    other = make_contact(renewal.account, "Paul Weber", buying_role="end_user")
    chat = talk(renewal, lena, contacts=[other])
    silent = talk(renewal, lena, outcome="no_answer")
    old = talk(renewal, lena, happened_at=NOON - timedelta(days=400))
    for wrong in (chat, silent, old):
        with pytest.raises(InputRefused, match="decision maker"):
            record_facts(renewal=renewal, changes={"conversation": wrong}, by=lena, at=NOON)
    right = talk(renewal, lena)
    assert list(conversations(renewal, lena, at=NOON)) == [right]
    record_facts(renewal=renewal, changes={"conversation": right}, by=lena, at=NOON)
    asked = [one.code for one in missing_for(renewal, "engaged", on=TODAY)]
    assert "conversation" not in asked
    withdraw_touchpoint(touchpoint=right, by=lena, at=NOON)
    assert "conversation" in [one.code for one in missing_for(Renewal.objects.get(), "engaged", on=TODAY)]


@pytest.mark.django_db
def test_facts_that_cannot_be_are_refused_by_name_and_change_nothing(
    renewal: Renewal, lena: User, orchard: Account, nico: User
) -> None:
    foreign = make_contact(orchard, "Mia Kern", buying_role="decision_maker")
    refused = {
        "health_reviewed_on": TODAY + timedelta(days=1),
        "verbal_on": TODAY + timedelta(days=1),
        "proposal_arr": "-5",
        "proposal_uplift_pct": "-101",
        "proposal_term_months": 0,
        "verbal_by": foreign,
        "paper_to": foreign,
        "scope": "a\x00b",
        "negotiation": "war",
        "objects_to_price": "perhaps",
    }
    for field, value in refused.items():
        with pytest.raises((InputRefused, TextRefused)) as refusal:
            record_facts(renewal=renewal, changes={"response": "x", field: value}, by=lena, at=NOON)
        assert refusal.value.field == field
    with pytest.raises(InputRefused, match="before it went out"):
        record_facts(
            renewal=renewal,
            changes={"proposal_sent_on": TODAY, "proposal_valid_until": date(2026, 1, 1)},
            by=lena,
            at=NOON,
        )
    with pytest.raises(NotEditable):
        record_facts(renewal=renewal, changes={"renewal": 1}, by=lena, at=NOON)
    with pytest.raises(PermissionDenied):
        record_facts(renewal=renewal, changes={"scope": "All"}, by=nico, at=NOON)
    assert not StageEvidence.objects.exists()


@pytest.mark.django_db
def test_facts_carry_a_version_of_their_own(renewal: Renewal, lena: User) -> None:
    first = record_facts(renewal=renewal, changes={"scope": "All"}, by=lena, at=NOON)
    record_facts(renewal=renewal, changes={"scope": "Half"}, by=lena, at=NOON, expected_version=first.version)
    with pytest.raises(StaleVersion):
        record_facts(
            renewal=renewal, changes={"scope": "None"}, by=lena, at=NOON, expected_version=first.version
        )
    assert StageEvidence.objects.get().scope == "Half"
    assert Renewal.objects.get().version == renewal.version


@pytest.mark.django_db
def test_the_database_refuses_a_proposal_that_ends_before_it_began(renewal: Renewal, lena: User) -> None:
    evidence = know_everything(renewal, lena)
    for wrong in ({"proposal_valid_until": date(2020, 1, 1)}, {"proposal_arr": Decimal(-1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StageEvidence.objects.filter(pk=evidence.pk).update(**wrong)


@pytest.mark.django_db
def test_what_the_terms_say_is_not_asked_twice_and_what_others_must_agree_to_waits(
    renewal: Renewal, lena: User
) -> None:
    know_everything(renewal, lena)
    row = move(renewal, "engaged", lena)
    StageEvidence.objects.update(proposal_arr=None, proposal_term_months=None, proposal_uplift_pct=None)
    asked = [one.code for one in missing_for(row, "proposed", on=TODAY)]
    assert asked == ["proposal_amount", "proposal_term", "proposal_uplift"]
    terms = {"proposed_arr": renewal.atr, "term_months": 12, "proposed_uplift_pct": 0}
    RenewalTerms.objects.update(**terms)
    assert missing_for(row, "proposed", on=TODAY) == []
    RenewalTerms.objects.update(discount_pct=30)
    assert [one.code for one in missing_for(row, "proposed", on=TODAY)] == ["approval"]


@pytest.mark.django_db
def test_an_assessment_that_waits_for_the_owner_closes_the_gate(renewal: Renewal, lena: User) -> None:
    know_everything(renewal, lena)
    Assessment.objects.update(state="asked", view="", final="", by=None, reason="")
    assert [one.code for one in missing_for(renewal, "engaged", on=TODAY)] == ["assessment"]
    Assessment.objects.all().delete()
    early = renewal.decision_on - timedelta(days=181)
    assert "assessment" not in [one.code for one in missing_for(renewal, "engaged", on=early)]
    late = renewal.decision_on + timedelta(days=1)
    assert "assessment" not in [one.code for one in missing_for(renewal, "engaged", on=late)]
