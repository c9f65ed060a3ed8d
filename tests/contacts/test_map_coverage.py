"""Coverage and flags of the map: every worked number, and what must hold for any people."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.people_map.coverage import Mapped, coverage, effective_ties, is_settled, slots_filled
from contacts.people_map.flags import Flag, Gap, People, Seat, flags
from contacts.people_map.stance import advice

TODAY = date(2026, 11, 23)


def worked_people() -> list[Mapped]:
    return [
        Mapped(1, 54, 5, 1, {"economic_buyer": TODAY}),
        Mapped(2, 82, 4, 2, {"decision_maker": TODAY, "champion": TODAY}),
        Mapped(3, 30, 4, 0, {"decision_maker": TODAY}),
        Mapped(4, 54, 3, 0, {"influencer": TODAY}),
        Mapped(5, 45, 2, None, {"user_lead": TODAY}),
    ]


def test_coverage_of_the_worked_account() -> None:
    found = coverage(worked_people(), tier="A", on=TODAY)
    assert round(found.role_part, 4) == 0.4804
    assert round(found.effective_ties, 3) == 4.105
    assert found.score is not None
    assert round(found.score, 1) == 63.6
    assert found.missing == ("executive_sponsor", "procurement")


def test_old_evidence_counts_four_fifths_and_missing_evidence_as_well() -> None:
    def part(evidence: date | None) -> float:
        person = Mapped(1, 100, 5, 2, {"decision_maker": evidence})
        return coverage([person], tier="C", on=TODAY).role_part

    assert part(TODAY - timedelta(days=365)) == pytest.approx(4 / 9)
    assert part(TODAY - timedelta(days=366)) == pytest.approx(0.8 * 4 / 9)
    assert part(None) == pytest.approx(0.8 * 4 / 9)


def test_one_person_fills_the_two_heaviest_of_their_slots() -> None:
    roles = dict.fromkeys(("procurement", "champion", "economic_buyer", "user_lead"), TODAY)
    assert slots_filled(Mapped(1, 50, roles=roles), "A") == ("economic_buyer", "champion")
    assert slots_filled(Mapped(1, 50, roles=roles), "D") == ()


def test_without_any_role_coverage_is_unknown_and_not_zero() -> None:
    found = coverage([Mapped(1, 80, 5)], tier="A", on=TODAY)
    assert found.score is None
    assert found.effective_ties == 1
    assert coverage(worked_people(), tier="D", on=TODAY).score is None


def test_coverage_is_settled_when_half_of_it_is_known_and_people_are_not_new() -> None:
    champion = Mapped(1, 50, roles={"champion": TODAY})
    alone = coverage([champion], tier="C", on=TODAY)
    assert alone.known_share == pytest.approx(3 / 9)
    waiting = coverage([champion], tier="C", on=TODAY, waiting=["user_lead"])
    assert waiting.known_share == pytest.approx(5 / 9)
    assert waiting.score == alone.score
    old, young = TODAY - timedelta(days=60), TODAY - timedelta(days=59)
    assert is_settled(waiting, known_since=old, on=TODAY)
    assert not is_settled(alone, known_since=old, on=TODAY)
    assert not is_settled(waiting, known_since=young, on=TODAY)
    assert not is_settled(waiting, known_since=None, on=TODAY)


@given(st.lists(st.floats(0.1, 500), min_size=1, max_size=8))
def test_effective_ties_lie_between_one_and_the_number_of_ties(weights: list[float]) -> None:
    assert 0.999 <= effective_ties(weights) <= len(weights) + 0.001


@given(
    st.lists(
        st.builds(
            Mapped,
            key=st.integers(1, 9),
            strength=st.floats(0, 100),
            influence=st.sampled_from([None, 1, 3, 5]),
            attitude=st.sampled_from([None, -2, -1, 0, 1, 2]),
            roles=st.dictionaries(st.sampled_from(["champion", "economic_buyer", "legal"]), st.none()),
        ),
        max_size=6,
    ),
    st.sampled_from("ABCD"),
)
def test_coverage_stays_between_0_and_100(people: list[Mapped], tier: str) -> None:
    score = coverage(people, tier=tier, on=TODAY).score
    assert score is None or 0 <= score <= 100


def codes(people: People) -> dict[str, Flag]:
    return {flag.code: flag for flag in flags(people, on=TODAY)}


def seat(key: int = 1, strength: float = 60, **more: object) -> Seat:
    of_seat = {
        name: more.pop(name) for name in ("rated_on", "champion_confirmed_on", "is_addressed") if name in more
    }
    return Seat(Mapped(key, strength, **more), f"Person {key}", **of_seat)  # type: ignore[arg-type]


def test_a_lone_tie_is_a_single_thread_and_urgent_before_a_decision() -> None:
    alone = codes(People("C", [seat()]))
    assert "Person 1 carries 100%" in alone["single_thread"].reason
    assert not alone["single_thread"].is_urgent
    near = codes(People("C", [seat()], decision_on=TODAY + timedelta(days=180)))
    assert near["single_thread"].is_urgent
    later = codes(People("C", [seat()], decision_on=TODAY + timedelta(days=181)))
    assert not later["single_thread"].is_urgent


@pytest.mark.parametrize(("first", "is_single"), [(60, False), (61, True)])
def test_more_than_six_tenths_in_one_person_is_a_single_thread(first: float, is_single: bool) -> None:
    rest = (100 - first) / 4
    people = People("C", [seat(1, first), *(seat(n, rest) for n in range(2, 6))])
    assert ("single_thread" in codes(people)) is is_single


@pytest.mark.parametrize(("most", "is_flagged"), [(70, False), (71, True)])
def test_more_than_seven_tenths_in_one_of_ours_is_a_single_point_of_failure(
    most: float, is_flagged: bool
) -> None:
    people = People("C", ours={"Lena Voss": most, "Nadia Reyes": 100 - most})
    assert ("spof_our_side" in codes(people)) is is_flagged


@pytest.mark.parametrize(("strength", "is_flagged"), [(29.9, True), (30, False)])
def test_access_to_the_economic_buyer_is_strength_30(strength: float, is_flagged: bool) -> None:
    people = People("A", [seat(1, strength, roles={"economic_buyer": TODAY})])
    assert ("no_economic_buyer_access" in codes(people)) is is_flagged


def test_a_tier_that_asks_for_no_economic_buyer_does_not_miss_one() -> None:
    assert "no_economic_buyer_access" in codes(People("B"))
    assert "no_economic_buyer_access" not in codes(People("C"))


@pytest.mark.parametrize(("days", "is_flagged"), [(180, False), (181, True), (None, True)])
def test_a_champion_must_be_confirmed_again_after_180_days(days: int | None, is_flagged: bool) -> None:
    confirmed = None if days is None else TODAY - timedelta(days=days)
    people = People("C", [seat(roles={"champion": confirmed}, champion_confirmed_on=confirmed)])
    assert ("champion_unvalidated" in codes(people)) is is_flagged


def test_a_champion_who_left_is_urgent_until_somebody_follows() -> None:
    gone = [Gap(9, "Jonas Weller", date(2026, 11, 2))]
    flag = codes(People("C", departed_champions=gone))["champion_departed"]
    assert flag.is_urgent
    assert flag.within_days == 7
    assert "2 Nov 2026" in flag.reason
    followed = People("C", [seat(roles={"champion": TODAY})], departed_champions=gone)
    assert "champion_departed" not in codes(followed)


def test_a_map_is_bottom_heavy_only_once_influence_is_known() -> None:
    assert "bottom_heavy" not in codes(People("C", [seat()]))
    assert "bottom_heavy" in codes(People("C", [seat(influence=3)]))
    assert "bottom_heavy" in codes(People("C", [seat(strength=39, influence=5)]))
    assert "bottom_heavy" not in codes(People("C", [seat(strength=40, influence=4)]))


def test_empty_places_are_units_with_contracts_and_roles_that_wait_too_long() -> None:
    waits = [
        Gap(n, "Economic buyer (nobody known yet)", TODAY - timedelta(days=d)) for n, d in ((1, 60), (2, 61))
    ]
    found = [
        flag for flag in flags(People("C", placeholders=waits, unmapped_units=["Bristol depot"]), on=TODAY)
    ]
    assert [flag.code for flag in found] == ["unmapped_unit", "placeholder_open"]
    assert found[1].key == 2
    assert found[1].play == "Find out who is economic buyer"


def test_what_tells_an_attitude_is_for_the_account_team_only() -> None:
    against = seat(1, attitude=-1, influence=3)
    assert codes(People("C", [against]))["blocker_unaddressed"].is_team_only
    assert "blocker_unaddressed" not in codes(People("C", [seat(1, attitude=-1, influence=2)]))
    assert "blocker_unaddressed" not in codes(
        People("C", [seat(1, attitude=-1, influence=3, is_addressed=True)])
    )
    friends = People("C", [seat(n, attitude=1) for n in (1, 2, 3)])
    assert codes(friends)["only_friends"].is_team_only
    assert "only_friends" not in codes(People("C", [*friends.seats, seat(4)]))


@pytest.mark.parametrize(("old", "is_stale"), [(1, False), (2, True)])
def test_a_map_is_stale_when_more_than_half_of_the_ratings_are_old(old: int, is_stale: bool) -> None:
    days = [181] * old + [180] * (3 - old)
    people = People("C", [seat(n, rated_on=TODAY - timedelta(days=d)) for n, d in enumerate(days, 1)])
    assert ("stale_map" in codes(people)) is is_stale


def test_an_empty_map_raises_only_what_its_tier_asks_for() -> None:
    assert set(codes(People("D"))) == set()
    assert set(codes(People("A"))) == {"no_economic_buyer_access", "sponsor_gap"}


@pytest.mark.parametrize(
    ("influence", "attitude", "word"),
    [(5, -1, "Contain"), (4, None, "Win"), (4, 2, "Leverage"), (3, -2, "Address"), (2, 0, "Educate"),
     (2, 1, "Multiply"), (1, -1, "Listen"), (1, None, "Inform"), (1, 1, "Keep warm"), (None, 2, "")],
)  # fmt: skip
def test_advice_follows_influence_and_attitude(
    influence: int | None, attitude: int | None, word: str
) -> None:
    assert advice(influence, attitude).startswith(word)
