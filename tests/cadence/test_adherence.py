"""How well the rhythm was kept."""

from datetime import date
from fractions import Fraction

from retention.cadence.adherence import Slot, adherence, window_of
from retention.lib.business_days import Calendar

D = date
OFFICE = Calendar()
SLOTS = [Slot(D(2026, 3, 2), 30), Slot(D(2026, 4, 1), 30), Slot(D(2026, 5, 1), 30)]
SPRING = {"first": D(2026, 3, 1), "last": D(2026, 5, 31)}


def test_a_slot_opens_half_an_interval_early_and_closes_a_fifth_late() -> None:
    assert window_of(Slot(D(2026, 3, 2), 30), OFFICE) == (D(2026, 2, 15), D(2026, 3, 10))
    assert window_of(Slot(D(2026, 3, 2), 365), OFFICE) == (D(2026, 1, 31), D(2026, 3, 16))
    assert window_of(Slot(D(2026, 3, 2), 7), OFFICE) == (D(2026, 2, 27), D(2026, 3, 4))


def test_two_of_three_kept_is_two_thirds() -> None:
    assert adherence(SLOTS, [D(2026, 3, 3), D(2026, 5, 4)], calendar=OFFICE, **SPRING) == Fraction(2, 3)


def test_fewer_than_three_slots_say_nothing() -> None:
    assert adherence(SLOTS[:2], [D(2026, 3, 3)], calendar=OFFICE, **SPRING) is None


def test_an_excluded_slot_is_left_out() -> None:
    extra = Slot(D(2026, 3, 30), 30, is_excluded=True)
    assert adherence([*SLOTS, extra], [], calendar=OFFICE, **SPRING) == 0
    assert adherence([*SLOTS[:2], extra], [], calendar=OFFICE, **SPRING) is None


def test_one_touch_satisfies_one_slot_only() -> None:
    twins = [Slot(D(2026, 3, day), 30) for day in (2, 3, 4)]
    assert adherence(twins, [D(2026, 3, 3)], calendar=OFFICE, **SPRING) == Fraction(1, 3)


def test_a_slot_whose_grace_has_not_ended_is_not_judged() -> None:
    assert adherence(SLOTS, [], first=D(2026, 3, 1), last=D(2026, 5, 8), calendar=OFFICE) is None
    assert adherence(SLOTS, [], first=D(2026, 3, 1), last=D(2026, 5, 11), calendar=OFFICE) == 0
