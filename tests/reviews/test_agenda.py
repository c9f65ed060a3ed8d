"""How the time of a review is spread."""

import pytest

from retention.reviews.agenda import agenda_of
from retention.reviews.pack.blocks import table
from retention.reviews.sections import KEYS


def test_as_usual_half_of_the_time_looks_ahead_until_work_on_top_is_shown_too() -> None:
    without = agenda_of([key for key in KEYS if key != "extra"], {})
    assert (without.minutes_ahead, without.minutes, without.warning) == (35, 65, None)
    assert (agenda_of(KEYS, {}).minutes_ahead, agenda_of(KEYS, {}).minutes) == (35, 70)
    assert not agenda_of(KEYS, {}).looks_back  # exactly half is enough


@pytest.mark.parametrize(
    ("chosen", "warning"),
    [
        ({"targets": 20}, "Only 35 of 80 minutes look ahead"),
        ({"targets": 20, "objectives": 25}, None),
        ({key: 0 for key in KEYS}, None),
        ({"purpose": 0, "priorities": 0, "learning": 0, "objectives": 0, "commitments": 0},
         "None of 30 minutes look ahead"),
    ],
)  # fmt: skip
def test_less_than_half_ahead_is_said(chosen: dict[str, int], warning: str | None) -> None:
    keys = [key for key in KEYS if key != "extra"]
    said = agenda_of(keys, chosen).warning
    assert said is None if warning is None else said is not None and said.startswith(warning)


def test_minutes_somebody_chose_are_told_from_the_usual_ones() -> None:
    items = agenda_of(["value", "targets"], {"value": 5, "targets": None}).items
    assert [(item.key, item.minutes, item.is_usual) for item in items] == [
        ("value", 5, False), ("targets", 5, True),
    ]  # fmt: skip


def test_a_table_has_no_column_of_which_nothing_is_known() -> None:
    block = table(
        ("What", "By", "On", "Worth"), [("a", None, None, "1"), ("b", "", "3 May", None)], ends=(3,)
    )
    assert block[0]["head"] == ["What", "On", "Worth"]
    assert (block[0]["rows"], block[0]["ends"]) == ([["a", None, "1"], ["b", "3 May", None]], [2])
    assert table(("What", "By"), []) == []
