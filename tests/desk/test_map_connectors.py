"""Lines of the map: straight where nothing stands between, around the cards otherwise."""

from retention.desk.people_map.connectors import Connection, Frame, Spot, connectors

FRAME = Frame(columns=3, stacks=[2, 1], more=[False, False])
TOP, LOWER, UNDER, BESIDE = Spot(0, 0, 0, False), Spot(0, 0, 1), Spot(1, 1, 0), Spot(2, 1, 0)
SPOTS = {1: TOP, 2: LOWER, 3: UNDER, 4: BESIDE}


def path(start: int, end: int, css: str = "reports") -> str:
    (line,) = connectors(FRAME, SPOTS, [Connection(start, end, css)])
    return line.path


def test_the_drawing_is_as_high_as_its_rows_and_as_wide_as_its_columns() -> None:
    # 2.2 + (1.2 + 2 x 6.1 + 0.7) + (1.2 + 6.1) rem, ten units each; 7 + 3 x 11.5 wide
    assert (FRAME.height, FRAME.width) == ("236", "415")


def test_a_line_to_the_row_below_runs_straight_down_and_across() -> None:
    assert path(2, 3) == "M127.5 126.5V166.9H242.5V199.5"


def test_a_line_from_a_card_with_another_below_it_goes_around_that_card() -> None:
    assert path(1, 3) == "M127.5 58.5H68.4V166.9H183.4V199.5H242.5"


def test_somebody_in_the_same_stack_is_reached_beside_it() -> None:
    assert path(1, 2) == "M127.5 58.5H68.4V126.5H127.5"


def test_who_listens_is_reached_through_the_space_between_never_over_the_edge() -> None:
    assert path(3, 4, "listens") == "M242.5 199.5H301.6V199.5H357.5"
    assert path(4, 3, "listens") == "M357.5 199.5H301.6V199.5H242.5"
    assert path(4, 2, "listens") == "M357.5 199.5H301.6V91.8H186.6V126.5H127.5"


def test_a_line_to_somebody_who_is_not_on_the_map_is_not_drawn() -> None:
    assert connectors(FRAME, SPOTS, [Connection(1, 99), Connection(99, 1)]) == []


def test_lines_of_different_people_keep_apart() -> None:
    drawn = connectors(FRAME, SPOTS, [Connection(1, 2), Connection(2, 1)])
    assert drawn[0].path.split("H")[1] != drawn[1].path.split("H")[1]
