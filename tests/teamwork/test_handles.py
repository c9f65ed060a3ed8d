"""Which colleagues a text names by @."""

import pytest

from retention.teamwork.handles import handles_in, named_in, spellings

PEOPLE = (
    (1, "Lena Voss", "lena@keel.test"),
    (2, "Léna María Ortiz", "lmo@keel.test"),
    (3, "Nico Brand", "brand@keel.test"),
)


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("@lena, look at this. And @Nico.Brand!", ("lena", "Nico.Brand")),
        ("write to ana@vela.test or see /@x and 2@3", ()),
        ("meet @ five", ()),
        ("(@lena) and @lena", ("lena",)),
        ("ends with @lena.", ("lena",)),
        ("שלום @nico", ("nico",)),
    ],
)
def test_a_handle_stands_behind_an_at_sign_that_begins_a_word(text: str, handles: tuple[str, ...]) -> None:
    assert handles_in(text) == handles


def test_people_are_called_by_first_name_whole_name_or_address() -> None:
    assert spellings("Léna María Ortiz", "lmo@keel.test") == {
        "lena", "lena.maria.ortiz", "lenamariaortiz", "lena.ortiz", "lmo",
    }  # fmt: skip


def test_a_first_name_of_two_is_unclear_and_a_name_of_nobody_unknown() -> None:
    named = named_in("@lena @LENA.voss @brand @bob", PEOPLE)
    assert (named.ids, named.unclear, named.unknown) == ((1, 3), ("lena",), ("bob",))
