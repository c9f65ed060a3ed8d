"""What is computed of a plan (docs/methods.md, Account plan); the figures are worked there by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.planning.completeness import completeness, is_stale, required_of, stale_on
from plans.planning.diff import differences
from plans.planning.growth import growth
from plans.planning.progress import attainment, weighted
from plans.planning.quarters import empty_ahead, last_day, quarter_of, quarter_start
from plans.planning.sections import FIELD, SECTIONS, notes_of, texts_of
from plans.planning.states import MOVES, ObjectiveFacts, missing_for_approval, moves_from, needs_lead
from plans.planning.templates import TEMPLATES
from plans.planning.warnings import ActionFacts, warnings
from plans.planning.words import OVER, PlanState

JANUARY = date(2026, 1, 1)
figures = st.decimals(min_value=-1000, max_value=1000, places=2)


def test_there_are_fifteen_sections_and_each_field_is_in_one_of_them_and_on_one_side() -> None:
    assert len(SECTIONS) == 15
    assert len(FIELD) == sum(len(section.fields) for section in SECTIONS)
    for section in SECTIONS:
        assert section.fields or section.links, section.key
        assert set(texts_of(section)) | set(notes_of(section)) == set(section.fields)
        assert not set(texts_of(section)) & set(notes_of(section))


@pytest.mark.parametrize(
    ("tier", "filled", "share"),
    [("A", ("profile", "business", "win", "map", "risks", "goals", "reviews"), (7, 9)),
     ("C", ("win", "goals", "risks"), (3, 4)), ("D", ("win", "goals"), (2, 2)),
     ("B", ("value", "competition", "team"), (0, 9))],
)  # fmt: skip
def test_only_sections_required_of_the_tier_count(
    tier: str, filled: tuple[str, ...], share: tuple[int, int]
) -> None:
    full = completeness(tier, filled)
    assert (full.filled, full.required) == share
    assert set(full.missing) == set(required_of(tier)) - set(filled)


def test_a_plan_is_stale_after_one_and_a_quarter_intervals() -> None:
    assert stale_on("A", JANUARY) == date(2026, 4, 24)
    assert not is_stale("A", JANUARY, on=date(2026, 4, 23))
    assert is_stale("A", JANUARY, on=date(2026, 4, 24))
    assert stale_on("D", JANUARY) == JANUARY + timedelta(days=451)


@pytest.mark.parametrize(
    ("baseline", "target", "current", "share"),
    [(40, 20, 25, "0.75"), (0, 100, 130, "1"), (0, 100, -5, "0"), (10, 10, 10, "1"), (10, 10, 9, "0"),
     (0, 3, 1, "0.3333"), (None, 3, 1, None), (0, None, 1, None), (0, 3, None, None)],
)  # fmt: skip
def test_attainment_is_the_share_of_the_way(
    baseline: int | None, target: int | None, current: int | None, share: str | None
) -> None:
    given_ones = [None if value is None else Decimal(value) for value in (baseline, target, current)]
    assert attainment(*given_ones) == (None if share is None else Decimal(share))


@settings(max_examples=40)
@given(figures, figures, figures)
def test_attainment_stays_between_nothing_and_all(one: Decimal, two: Decimal, three: Decimal) -> None:
    share = attainment(one, two, three)
    assert share is not None and 0 <= share <= 1
    if one != two:
        assert attainment(one, two, one) == 0 and attainment(one, two, two) == 1


def test_an_objective_is_the_weighted_mean_of_what_was_measured() -> None:
    found = weighted([(Decimal("0.75"), 2), (Decimal(0), 1), (None, 5)])
    assert (found.value, found.known, found.count) == (Decimal("0.5"), 2, 3)
    nothing = weighted([(None, 1), (None, 2)])
    assert (nothing.value, nothing.known, nothing.count) == (None, 0, 2)


def test_growth_from_below_is_set_against_what_is_wanted() -> None:
    lines = [(Decimal(20000), 50), (Decimal(8000), 25)]
    found = growth(base=Decimal(100000), renewals=Decimal(95000), top_down=Decimal(120000), lines=lines)
    assert (found.lines, found.weighted_lines) == (28000, 12000)
    assert (found.bottom_up, found.expected) == (123000, 107000)
    assert (found.gap, found.expected_gap) == (-3000, 13000)
    unknown = growth(base=None, renewals=None, top_down=Decimal(120000), lines=lines)
    assert (unknown.bottom_up, unknown.gap, unknown.lines) == (None, None, 28000)


def test_quarters_are_counted_from_the_first_day_of_the_plan() -> None:
    first = date(2026, 4, 1)
    assert quarter_of(first, first) == 1 and quarter_of(first, date(2026, 6, 30)) == 1
    assert quarter_of(first, date(2026, 7, 1)) == 2 and quarter_of(first, date(2028, 3, 31)) == 8
    assert quarter_of(first, date(2028, 4, 1)) is None and quarter_of(first, date(2026, 3, 31)) is None
    assert quarter_start(first, 8) == date(2028, 1, 1) and last_day(first, 12) == date(2027, 3, 31)
    days = [date(2026, 5, 1), date(2026, 11, 2)]
    assert empty_ahead(first, days, on=date(2026, 4, 20)) == [2, 4]
    assert empty_ahead(first, days, on=date(2026, 3, 20)) == [2, 4]
    assert empty_ahead(first, days, on=date(2029, 1, 1)) == []


def test_a_strategic_plan_is_asked_for_an_action_in_each_of_the_next_four_quarters() -> None:
    ours = [ActionFacts(date(2026, 2, 1), is_open=True, serves_them=False, serves_us=True)]
    full = completeness("A", required_of("A"))
    said = warnings(tier="A", period_start=JANUARY, horizon_end=date(2026, 12, 31), on=date(2026, 1, 20),
                    actions=ours, full=full)  # fmt: skip
    assert "serves us alone" in said[0] and "Q2, Q3, Q4" in said[1] and "twelve months" in said[2]
    theirs = [ActionFacts(date(2026, 2, 1), is_open=True, serves_them=True, serves_us=True)]
    assert warnings(tier="B", period_start=JANUARY, horizon_end=date(2026, 12, 31), on=date(2026, 1, 20),
                    actions=theirs, full=full) == []  # fmt: skip


def test_approval_says_objective_by_objective_what_is_missing() -> None:
    good = ObjectiveFacts("Fine", has_owner=True, has_measure=True, has_day=True)
    bare = ObjectiveFacts("Bare", has_owner=False, has_measure=False, has_day=False)
    assert missing_for_approval([good]) == []
    assert missing_for_approval([]) == ["The plan has no objective."]
    assert missing_for_approval([good, bare]) == ["“Bare” has no owner and no measure and no day."]


def test_no_state_is_a_dead_end_but_those_that_are_over() -> None:
    for state in PlanState:
        assert bool(moves_from(state)) is (state not in OVER), state
    reached = {move.ends for move in MOVES.values()}
    assert reached | {PlanState.DRAFT} == set(PlanState)
    assert needs_lead(MOVES["approve"], "A") and not needs_lead(MOVES["approve"], "C")
    assert not needs_lead(MOVES["submit"], "A")


def test_versions_are_compared_line_by_line() -> None:
    before = [{"key": "a", "where": "Goals", "what": "Objective", "text": "One"},
              {"key": "b", "where": "Goals", "what": "Action", "text": "Gone"}]  # fmt: skip
    after = [{"key": "a", "where": "Goals", "what": "Objective", "text": "Two"},
             {"key": "c", "where": "Risks", "what": "Risk", "text": "Fresh"}]  # fmt: skip
    assert [(row.what, row.kind) for row in differences(before, after)] == [
        ("Objective", "changed"), ("Risk", "new"), ("Action", "gone"),
    ]  # fmt: skip
    assert differences(before, before) == []


def test_every_template_measures_each_of_its_objectives() -> None:
    for template in TEMPLATES.values():
        assert all(objective.key_results and objective.actions for objective in template.objectives)
