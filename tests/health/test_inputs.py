"""What the measures of an account are made of, read from its records by one statement."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import Account, FxRate
from retention.health.inputs import inputs_of
from retention.health.moments import AsOf, closed_day
from retention.team.models import User
from tests.cast import TODAY
from tests.factories import days_ago, make_contact, make_contract
from tests.health.history import YEARS_AGO, book, give_notice, key_contact, known_since, rhythm, talk

ON = days_ago(TODAY, 1)


@pytest.fixture
def vela(vela: Account) -> Account:
    """Tier A, every 14 days, known for years."""
    return known_since(vela)


def row_of(account: Account, as_of: AsOf | None = None) -> dict:
    return dict(inputs_of([account.pk], as_of or closed_day(ON))[account.pk])


def states(row: dict) -> dict[str, str]:
    return {code: row[f"{code}_state"] for code in ("e1", "e2", "e3", "r4", "c2")}


def test_an_account_without_records_has_only_silence_to_show(vela: Account) -> None:
    assert states(row_of(vela)) == {
        "e1": "known", "e2": "missing", "e3": "missing", "r4": "missing", "c2": "missing",
    }  # fmt: skip
    assert row_of(vela)["e1_value"] == 0


def test_a_new_account_has_missed_nothing_yet(vela: Account) -> None:
    known_since(vela, YEARS_AGO.replace(year=2026, month=11, day=18))
    assert row_of(vela)["e1_state"] == "missing"


def test_an_account_that_was_not_known_then_has_no_inputs(vela: Account) -> None:
    known_since(vela, YEARS_AGO.replace(year=2026, month=11, day=23))
    assert inputs_of([vela.pk], closed_day(ON)) == {}


def test_kept_check_ins_are_counted_over_ninety_days(vela: Account, lena: User) -> None:
    rhythm(vela, lena, days_ago(ON, 3), 14, 12)
    row = row_of(vela)
    assert (row["e1_part"], row["e1_whole"], row["e1_value"]) == (6, 6, Decimal("1.0000"))


def test_fewer_than_three_slots_say_nothing(vela: Account, lena: User) -> None:
    Account.objects.filter(pk=vela.pk).update(tier="C")
    talk(vela, lena, days_ago(ON, 30))
    assert row_of(vela)["e1_state"] == "missing"


def test_silence_is_that_of_the_key_contact_spoken_with_last(vela: Account, lena: User) -> None:
    quiet, lively = key_contact(vela), key_contact(vela, "Ben Ito")
    talk(vela, lena, days_ago(ON, 60), quiet)
    last = talk(vela, lena, days_ago(ON, 21), lively)
    talk(vela, lena, days_ago(ON, 2), make_contact(vela, "Not Key"))
    row = row_of(vela)
    assert (row["e2_part"], row["e2_whole"], row["e2_value"]) == (21, 14, Decimal("1.5000"))
    assert row["e2_row"] == last.pk
    assert row["silence_since"] is None


def test_twice_the_interval_without_a_key_contact_is_a_cap_with_its_first_day(
    vela: Account, lena: User
) -> None:
    talk(vela, lena, days_ago(ON, 28), key_contact(vela))
    assert row_of(vela)["silence_since"] == ON


@pytest.mark.parametrize(
    ("known_days", "state", "capped"), [(5, "missing", False), (27, "missing", False), (28, "known", True)]
)
def test_a_key_contact_never_spoken_with_gives_no_points(
    vela: Account, known_days: int, state: str, capped: bool
) -> None:
    key_contact(vela, since=days_ago(ON, known_days))
    row = row_of(vela)
    assert (row["e2_state"], row["silence_since"] is not None) == (state, capped)


def test_without_a_key_contact_silence_is_missing_not_zero(vela: Account, lena: User) -> None:
    talk(vela, lena, days_ago(ON, 2), make_contact(vela, "Not Key"))
    assert row_of(vela)["e2_state"] == "missing"


@pytest.mark.parametrize(
    "fields", [{"is_placeholder": True}, {"status": "departed", "departed_on": ON}, {"is_key": False}]
)
def test_only_key_contacts_in_their_seat_count(vela: Account, lena: User, fields: dict) -> None:
    contact = key_contact(vela)
    talk(vela, lena, days_ago(ON, 2), contact)
    if fields.get("is_placeholder"):
        fields["person"] = None
    type(contact).objects.filter(pk=contact.pk).update(**fields)
    assert row_of(vela)["e2_state"] == "missing"


def test_a_pause_that_the_contact_asked_for_is_not_silence(vela: Account, lena: User) -> None:
    contact = key_contact(vela, paused_until=days_ago(ON, -10))
    talk(vela, lena, days_ago(ON, 100), contact)
    row = row_of(vela)
    assert (row["e2_state"], row["silence_since"]) == ("not_applicable", None)


def test_only_in_copy_is_not_spoken_with(vela: Account, lena: User) -> None:
    contact = key_contact(vela)
    talk(vela, lena, days_ago(ON, 50), contact)
    talk(vela, lena, days_ago(ON, 1), contact).contact_links.update(in_copy=True)
    assert row_of(vela)["e2_part"] == 50


def test_tier_d_is_not_measured_by_silence_but_still_capped(vela: Account, lena: User) -> None:
    Account.objects.filter(pk=vela.pk).update(tier="D")
    talk(vela, lena, days_ago(ON, 240), key_contact(vela))
    row = row_of(vela)
    assert (row["e2_state"], row["silence_since"]) == ("not_applicable", ON)


def test_a_dormant_account_is_not_measured_by_contact(vela: Account, lena: User) -> None:
    Account.objects.filter(pk=vela.pk).update(stage="dormant")
    talk(vela, lena, days_ago(ON, 240), key_contact(vela), mood=1)
    row = row_of(vela)
    assert [row[f"{code}_state"] for code in ("e1", "e2", "e3")] == ["not_applicable"] * 3
    assert (row["silence_since"], row["r4_state"]) == (None, "known")


def test_replies_are_the_answered_share_of_personal_tries(vela: Account, lena: User) -> None:
    contact = key_contact(vela)
    talk(vela, lena, days_ago(ON, 80), contact)
    talk(vela, lena, days_ago(ON, 59), contact, outcome="no_answer")
    talk(vela, lena, days_ago(ON, 55), contact, outcome="voicemail")
    talk(vela, lena, days_ago(ON, 50), contact, outcome="bulk", channel="email")
    talk(vela, lena, days_ago(ON, 45), contact, channel="meeting")
    talk(vela, lena, days_ago(ON, 95), contact, outcome="no_answer")
    row = row_of(vela)
    assert (row["e3_part"], row["e3_whole"]) == (3, 3), "a meeting within a fortnight answers both tries"


def test_a_try_waits_a_fortnight_for_its_answer(vela: Account, lena: User) -> None:
    contact = key_contact(vela)
    for ago in (40, 39, 14, 13, 2):
        talk(vela, lena, days_ago(ON, ago), contact, outcome="no_answer", channel="email")
    row = row_of(vela)
    assert (row["e3_part"], row["e3_whole"]) == (0, 3), "two are still waiting"


def test_an_answer_by_somebody_else_is_none(vela: Account, lena: User) -> None:
    tried, other = key_contact(vela), key_contact(vela, "Ben Ito")
    for ago in (40, 39, 38):
        talk(vela, lena, days_ago(ON, ago), tried, outcome="no_answer")
    talk(vela, lena, days_ago(ON, 37), other, direction="inbound")
    assert row_of(vela)["e3_part"] == 0


def test_mood_is_the_latest_with_its_age_and_never_a_private_one(vela: Account, lena: User) -> None:
    talk(vela, lena, days_ago(ON, 30), mood=2)
    latest = talk(vela, lena, days_ago(ON, 20), mood=-1)
    talk(vela, lena, days_ago(ON, 10), mood=-2, is_private=True)
    talk(vela, lena, days_ago(ON, 5))
    row = row_of(vela)
    assert (row["r4_value"], row["r4_age"], row["r4_row"]) == (-1, 20, latest.pk)


def test_revenue_is_compared_with_a_year_ago_from_the_ledger(vela: Account) -> None:
    book(vela, "1000", days_ago(ON, 800))
    book(vela, "500", days_ago(ON, 100), kind="expansion")
    book(vela, "-300", days_ago(ON, 50), kind="contraction")
    row = row_of(vela)
    assert (row["c2_part"], row["c2_whole"], row["c2_value"]) == (1200, 1000, Decimal("1.2000"))


def test_revenue_does_not_apply_in_the_first_year(vela: Account) -> None:
    book(vela, "1000", days_ago(ON, 300))
    assert row_of(vela)["c2_state"] == "not_applicable"


def test_customers_of_long_standing_without_any_ledger_are_missing_it(vela: Account) -> None:
    Account.objects.filter(pk=vela.pk).update(customer_since=days_ago(ON, 900))
    assert row_of(vela)["c2_state"] == "missing"


def test_two_currencies_are_compared_at_one_rate_or_not_at_all(vela: Account) -> None:
    book(vela, "1000", days_ago(ON, 800))
    book(vela, "1000", days_ago(ON, 100), currency="USD", kind="expansion")
    assert row_of(vela)["c2_state"] == "missing"
    FxRate.objects.create(currency="USD", on=days_ago(ON, 30), rate=Decimal("0.5"), recorded_at=YEARS_AGO)
    assert row_of(vela)["c2_value"] == Decimal("1.5000")


def test_notice_on_an_open_contract_is_a_cap_until_it_ends(vela: Account) -> None:
    contract = give_notice(make_contract(vela, recorded_at=YEARS_AGO), days_ago(ON, 1))
    as_of = AsOf(ON, closed_day(ON).until)
    assert row_of(vela, as_of)["notice_received_since"] == days_ago(ON, 1)
    assert row_of(vela, as_of)["notice_received_row"] == contract.pk
    after_its_end = AsOf(
        contract.term_end + timedelta(days=1), closed_day(contract.term_end).until + timedelta(days=1)
    )
    assert row_of(vela, after_its_end)["notice_received_since"] is None


def test_a_former_customer_is_not_measured_at_all(vela: Account, lena: User) -> None:
    talk(vela, lena, days_ago(ON, 20), key_contact(vela), mood=-1)
    give_notice(make_contract(vela, recorded_at=YEARS_AGO), days_ago(ON, 1))
    Account.objects.filter(pk=vela.pk).update(stage="former")
    row = row_of(vela, AsOf(ON, closed_day(ON).until))
    assert set(states(row).values()) == {"not_applicable"}
    assert (row["silence_since"], row["notice_received_since"]) == (None, None)
