"""Charts draw what the numbers say, say it in words, and hand out the numbers."""

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from retention.desk.charts import meters
from retention.desk.charts.judged import Rated, judged
from retention.desk.charts.lines import Point, health_line, sparkline
from retention.desk.charts.scatter import Dot, by_urgency, scatter
from retention.desk.charts.shapes import Scale, glyph, px, runs
from retention.desk.charts.trends import Series, trends

HEAD = ("Account", "Health", "Days", "Revenue")


def line(*values: float | None) -> object:
    points = [Point(f"m{i}", value) for i, value in enumerate(values)]
    return health_line(points, state="watch", word="Watch", summary="Falls", head=("Month", "Health"))


def heights(points: str) -> list[float]:
    return [float(pair.split(",")[1]) for pair in points.split()]


def test_coordinates_have_a_point_whatever_the_language() -> None:
    assert [px(3), px(3.14159), px(-0.04)] == ["3", "3.1", "0"]


def test_a_scale_without_spread_is_drawn_in_the_middle() -> None:
    assert Scale(5, 5, 0, 100)(5) == 50


def test_a_gap_in_the_scores_is_a_gap_in_the_line() -> None:
    assert runs([1, None, 2, 3, None]) == [[(0, 1)], [(2, 2), (3, 3)]]
    chart = line(71, None, 69, 58)
    assert len(chart.lines) == 2
    assert chart.table.rows[1] == ("m1", "—")


def test_a_lower_score_is_drawn_lower() -> None:
    (drawn,) = line(80, 58).lines
    first, last = heights(drawn)
    assert last > first


def test_an_account_without_any_score_has_no_line_and_no_mark() -> None:
    chart = line(None, None)
    assert chart.lines == () and chart.glyphs == ()
    assert not any(label.css == "name" for label in chart.labels)


def test_the_word_of_the_last_score_is_not_covered_by_the_words_of_the_bands() -> None:
    for score in range(0, 101):
        labels = [label for label in line(60, score).labels if label.x == "302"]
        places = sorted(float(label.y) for label in labels)
        assert all(b - a >= 9 for a, b in pairwise(places)), score


def test_a_sparkline_of_nothing_is_empty() -> None:
    assert sparkline([None, None], state="unknown", summary="No scores").last is None


def test_a_meter_is_held_between_nothing_and_full() -> None:
    assert meters.meter(None).width is None
    assert [meters.meter(value).width for value in (-5, 0, 42, 400)] == ["0", "0", "42", "100"]


def test_dots_show_that_something_is_missing_however_little() -> None:
    drawn = meters.dots(199, 200)
    assert sum(filled for _, filled in drawn.squares) == 11 and len(drawn.squares) == 12
    assert meters.dots(0, 0).squares == ()


def test_a_stacked_bar_draws_no_zero_and_keeps_a_sliver_visible() -> None:
    bar = meters.stacked("words", [("healthy", 9999), ("watch", 0), ("at_risk", 1)])
    assert [part.state for part in bar.parts] == ["healthy", "at_risk"]
    assert float(bar.parts[1].width) >= 3
    assert meters.stacked("words", [("healthy", 0)]).parts == ()


def test_a_strip_shows_the_worst_first_and_every_state_that_exists() -> None:
    strip = meters.strip({"healthy": 900, "watch": 90, "at_risk": 1, "unknown": 9})
    assert strip.shapes[0] == "at_risk" and len(strip.shapes) <= meters.STRIP_LIMIT + 4
    assert set(strip.shapes) == {"healthy", "watch", "at_risk", "unknown"}
    assert strip.each == 9 and strip.total == 1000


def test_low_and_soon_comes_first() -> None:
    soon = Dot("Soon and low", 20, 10, 0.1, "at_risk")
    late = Dot("Low but far", 20, 170, 1, "at_risk")
    fine = Dot("Soon but fine", 95, 10, 1, "healthy")
    assert by_urgency([fine, late, soon])[0] == soon


def test_a_renewal_beyond_the_axis_is_neither_drawn_nor_listed() -> None:
    chart = scatter([Dot("Far", 20, 181, 1, "at_risk")], summary="None", head=HEAD)
    assert chart.glyphs == () and chart.table.rows == ()


def test_the_axis_says_what_its_days_count_to() -> None:
    dots = [Dot("Near", 20, 9, 1, "at_risk")]
    renewal = [label.text for label in scatter(dots, summary="None", head=HEAD).labels]
    chart = scatter(dots, summary="None", head=HEAD, axis="days to decide")
    decision = [label.text for label in chart.labels]
    assert "days to renewal" in renewal and "days to decide" in decision


ONE = st.builds(
    Dot,
    name=st.text("abcdefgh ", min_size=3, max_size=30),
    score=st.floats(0, 100),
    days=st.integers(0, 180),
    size=st.floats(0, 1),
    state=st.sampled_from(["healthy", "watch", "at_risk"]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ONE, max_size=25), st.sampled_from([620, 330]))
def test_names_never_cover_each_other_nor_leave_the_picture(dots: list[Dot], width: int) -> None:
    boxes = []
    for label in scatter(dots, summary="…", head=HEAD, width=width).names:
        length = len(label.text) * 6.4
        start = float(label.x) - (length if label.anchor == "end" else 0)
        assert start >= 33 and start + length <= width
        boxes.append((start, float(label.y), start + length))
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            beside = one[2] <= other[0] + 0.2 or other[2] <= one[0] + 0.2
            assert beside or abs(one[1] - other[1]) >= 13.8


def test_every_trend_panel_spans_the_same_number_so_that_equal_changes_look_equal() -> None:
    weeks = ["1", "2"]
    small, large = Series("watch", "Watch", (10, 15)), Series("healthy", "Healthy", (200, 205))
    panels = trends(weeks, [small, large], summary="…", head="Week").panels
    rises = [heights(panel.line)[0] - heights(panel.line)[1] for panel in panels]
    assert rises[0] == rises[1] > 0


def test_a_large_swing_widens_all_panels() -> None:
    chart = trends(["1", "2"], [Series("watch", "Watch", (0, 400))], summary="…", head="Week")
    assert chart.span >= 400
    assert all(0 <= y <= chart.height for y in heights(chart.panels[0].line))


def test_each_state_has_a_shape_of_its_own() -> None:
    outlines = {re.sub(r"[-\d.]+", "", glyph(0, 0, 5, s).path) for s in ("healthy", "watch", "at_risk")}
    assert len(outlines) == 3


def test_what_matters_and_goes_badly_stands_in_the_corner_that_acts_first() -> None:
    marks = [Rated("On time", 5, 2, 3), Rated("Parts", 5, 2), Rated("Price", 2.5, 4.5)]
    chart = judged(marks, summary="x", head=("What", "Importance", "Performance", "Customers"))
    assert [(mark.state, mark.title) for mark in chart.glyphs] == [
        ("at_risk", "On time (3); Parts (1)"), ("healthy", "Price (1)"),
    ]  # fmt: skip
    assert [label.text for label in chart.names] == ["On time +1", "Price"]
    assert chart.table.rows[-1] == ("Price", "2.5", "4.5", "1")
