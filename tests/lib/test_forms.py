"""What every form says of figures that cannot be, in the words on the screen."""

import pytest
from django import forms

from retention.lib.forms import ActionForm


class Weighed(ActionForm):
    """A form with a figure within bounds."""

    weight = forms.IntegerField(min_value=1, max_value=10, label="Weight")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Weight is missing."),
        ("0", "Weight must be at least 1."),
        ("11", "Weight must be at most 10."),
        ("heavy", "Weight must be a whole number."),
        ("1.5", "Weight must be a whole number."),
    ],
)
def test_a_figure_that_cannot_be_is_refused_by_the_name_on_the_screen(typed: str, words: str) -> None:
    assert Weighed({"weight": typed}).errors["weight"] == [words]
